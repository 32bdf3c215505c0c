using System.Reflection;

namespace CommentService.Hosting;

/// <summary>What the properties of an options class are in the configuration.</summary>
internal static class SettingsShape
{
    /// <summary>The properties that are settings or groups of settings: those that can be set.</summary>
    public static IEnumerable<PropertyInfo> Of(Type type) =>
        type.GetProperties(BindingFlags.Public | BindingFlags.Instance).Where(property => property.SetMethod is { IsPublic: true });

    public static bool IsList(PropertyInfo property) => property.PropertyType == typeof(IReadOnlyList<string>);

    /// <summary>A class of the service's own that holds more settings.</summary>
    public static bool IsGroup(PropertyInfo property) => property.PropertyType is { IsClass: true } type && type.Assembly == typeof(SettingsShape).Assembly;
}
