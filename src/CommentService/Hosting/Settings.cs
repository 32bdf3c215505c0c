using System.Reflection;
using Microsoft.Extensions.Options;

namespace CommentService.Hosting;

/// <summary>How a slice registers its options class.</summary>
internal static class Settings
{
    /// <summary>
    /// Binds the section that the class's constant <c>Section</c> names, checks attributes and <c>IValidatableObject</c>
    /// at start, and makes its names known. A list is given as <c>X:0</c>, <c>X:1</c> or as one text with commas.
    /// Register it in every process, whatever its roles: a name that no class knows stops the start. Slices that share a
    /// class each register it; the first one counts.
    /// </summary>
    public static OptionsBuilder<TOptions> AddSettings<TOptions>(this IServiceCollection services, IConfiguration configuration)
        where TOptions : class
    {
        var section = SectionOf(typeof(TOptions));
        if (services.Any(service => service.ImplementationInstance is SettingsClass known && known.Type == typeof(TOptions)))
        {
            return services.AddOptions<TOptions>();
        }

        services.AddSingleton(new SettingsClass(section, typeof(TOptions)));
        services.AddSingleton<IValidateOptions<TOptions>>(new SettingsValidation<TOptions>(section));
        return services.AddOptions<TOptions>()
            .Configure(options => SettingsBinding.Bind(configuration, section, options))
            .ValidateOnStart();
    }

    private static string SectionOf(Type type) =>
        type.GetField("Section", BindingFlags.Public | BindingFlags.Static)?.GetRawConstantValue() as string
        ?? throw new InvalidOperationException($"{type.Name} has no constant named Section.");
}

/// <summary>One registered options class, for the check of names.</summary>
internal sealed record SettingsClass(string Section, Type Type);
