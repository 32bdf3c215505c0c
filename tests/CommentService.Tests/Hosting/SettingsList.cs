using System.Collections;
using System.Reflection;
using CommentService.Hosting;

namespace CommentService.Tests.Hosting;

/// <summary>A setting as its class has it.</summary>
/// <param name="Name">Its full name, such as <c>Comments:Spool:Durable</c>.</param>
/// <param name="Default">Its default as an operator would write it; null where it has none.</param>
internal sealed record Setting(string Name, string? Default);

/// <summary>All settings of all options classes, found as the service itself finds them.</summary>
internal static class SettingsList
{
    public static IReadOnlyList<Type> Classes { get; } =
        [.. typeof(HostingOptions).Assembly.GetTypes().Where(type => type.GetField("Section", BindingFlags.Public | BindingFlags.Static) is { IsLiteral: true })];

    public static IReadOnlyList<Setting> All { get; } =
        [.. Classes.SelectMany(type => Of(Activator.CreateInstance(type)!, (string)type.GetField("Section")!.GetRawConstantValue()!)).OrderBy(setting => setting.Name, StringComparer.Ordinal)];

    private static IEnumerable<Setting> Of(object group, string path) => SettingsShape.Of(group.GetType()).SelectMany(property => SettingsShape.IsGroup(property)
        ? Of(property.GetValue(group)!, $"{path}:{property.Name}")
        : [new Setting($"{path}:{property.Name}", Text(property.GetValue(group)))]);

    private static string? Text(object? value) => value switch
    {
        null => null,
        string text => text,
        IEnumerable list => string.Join(',', list.Cast<string>()) is { Length: > 0 } items ? items : null,
        bool or Enum => value.ToString()!.ToLowerInvariant(),
        _ => string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{value}"),
    };
}
