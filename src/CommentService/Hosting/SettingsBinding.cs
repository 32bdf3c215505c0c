using Microsoft.Extensions.Options;

namespace CommentService.Hosting;

/// <summary>Fills an options class from the configuration.</summary>
internal static class SettingsBinding
{
    public static void Bind<TOptions>(IConfiguration configuration, string section, TOptions options)
        where TOptions : class
    {
        try
        {
            BindGroup(configuration.GetSection(section), options);
        }
        catch (FormatException exception)
        {
            throw new OptionsValidationException(Options.DefaultName, typeof(TOptions), [exception.Message]);
        }
    }

    private static void BindGroup(IConfigurationSection section, object group)
    {
        foreach (var property in SettingsShape.Of(group.GetType()))
        {
            var setting = section.GetSection(property.Name);
            if (!setting.Exists())
            {
                continue;
            }

            if (SettingsShape.IsGroup(property))
            {
                BindGroup(setting, property.GetValue(group)!);
            }
            else if (SettingsShape.IsList(property))
            {
                // By hand: the framework's binder adds to the default instead of replacing it, and knows no commas.
                property.SetValue(group, ListOf(setting));
            }
            else if (setting.Value is not null)
            {
                property.SetValue(group, ValueOf(setting, property.PropertyType));
            }
        }
    }

    private static object? ValueOf(IConfigurationSection setting, Type type)
    {
        try
        {
            return setting.Get(type);
        }
        catch (InvalidOperationException)
        {
            throw new FormatException($"{setting.Path} '{setting.Value}' is not {WantedOf(type)}");
        }
    }

    private static string WantedOf(Type type) =>
        type.IsEnum ? "one of " + string.Join(", ", Enum.GetNames(type)).ToLowerInvariant()
        : type == typeof(bool) ? "true or false"
        : type == typeof(int) || type == typeof(long) ? "a whole number in range"
        : $"a {type.Name}";

    private static string[] ListOf(IConfigurationSection setting) =>
        setting.Value?.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)
        ?? [.. setting.GetChildren().OrderBy(child => child.Key, ConfigurationKeyComparer.Instance).Select(child => child.Value?.Trim() ?? "")];
}
