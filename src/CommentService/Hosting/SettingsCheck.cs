using System.Net;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.Options;

namespace CommentService.Hosting;

/// <summary>Checks everything that the operator set, before anything is opened.</summary>
internal static class SettingsCheck
{
    public static void Run(IServiceProvider services)
    {
        var configuration = services.GetRequiredService<IConfiguration>();
        RefuseUnknownNames(configuration, [.. services.GetServices<SettingsClass>()]);
        services.GetRequiredService<IStartupValidator>().Validate();
        CheckAddresses(configuration[WebHostDefaults.ServerUrlsKey]);
    }

    /// <summary>A mistyped name would otherwise leave its default in force without a word.</summary>
    private static void RefuseUnknownNames(IConfiguration configuration, IReadOnlyList<SettingsClass> classes)
    {
        var known = classes.SelectMany(c => NamesOf(c.Section, c.Type))
            .ToDictionary(StringComparer.OrdinalIgnoreCase);
        var unknown = configuration.GetSection(HostingOptions.Section).AsEnumerable()
            .Where(setting => setting.Value is not null && !IsKnown(setting.Key))
            .Select(setting => setting.Key)
            .ToList();
        if (unknown.Count > 0)
        {
            throw new StartRefusedException("no such setting: " + string.Join(", ", unknown));
        }

        bool IsKnown(string key) =>
            known.ContainsKey(key)
            || (known.GetValueOrDefault(ConfigurationPath.GetParentPath(key) ?? "") && int.TryParse(ConfigurationPath.GetSectionKey(key), out _));
    }

    /// <summary>Names below a section, and of each whether it is a list.</summary>
    private static IEnumerable<(string Name, bool IsList)> NamesOf(string section, Type type) =>
        SettingsShape.Of(type).SelectMany(property => SettingsShape.IsGroup(property)
            ? NamesOf($"{section}:{property.Name}", property.PropertyType)
            : [($"{section}:{property.Name}", SettingsShape.IsList(property))]);

    private static void CheckAddresses(string? urls)
    {
        foreach (var url in (urls ?? "").Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
        {
            if (!IsAddress(url))
            {
                throw new StartRefusedException($"urls: '{url}' is not an address such as http://localhost:5080");
            }
        }
    }

    private static bool IsAddress(string url)
    {
        try
        {
            return BindingAddress.Parse(url) is { Port: <= IPEndPoint.MaxPort };
        }
        catch (FormatException)
        {
            return false;
        }
    }
}
