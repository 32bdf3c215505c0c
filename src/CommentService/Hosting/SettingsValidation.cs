using System.ComponentModel.DataAnnotations;
using Microsoft.Extensions.Options;

namespace CommentService.Hosting;

/// <summary>Checks an options class and its groups; each failure begins with the setting's full name.</summary>
internal sealed class SettingsValidation<TOptions>(string section) : IValidateOptions<TOptions>
    where TOptions : class
{
    public ValidateOptionsResult Validate(string? name, TOptions options)
    {
        var failures = Check(section, options).ToList();
        return failures.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(failures);
    }

    private static IEnumerable<string> Check(string path, object group)
    {
        foreach (var failure in ResultsOf(group).Select(result => $"{string.Join(", ", result.MemberNames.Select(member => $"{path}:{member}"))} {result.ErrorMessage}").Distinct())
        {
            yield return failure;
        }

        foreach (var property in SettingsShape.Of(group.GetType()))
        {
            var value = property.GetValue(group);
            // The binder takes any number for an enumeration.
            if (property.PropertyType.IsEnum && !Enum.IsDefined(property.PropertyType, value!))
            {
                yield return $"{path}:{property.Name} must be one of {string.Join(", ", Enum.GetNames(property.PropertyType)).ToLowerInvariant()}";
            }

            foreach (var failure in SettingsShape.IsGroup(property) ? Check($"{path}:{property.Name}", value!) : [])
            {
                yield return failure;
            }
        }
    }

    /// <summary>All that is wrong at once: the framework leaves out what the class checks by itself while an attribute objects.</summary>
    private static List<ValidationResult> ResultsOf(object group)
    {
        var context = new ValidationContext(group);
        var results = new List<ValidationResult>();
        Validator.TryValidateObject(group, context, results, validateAllProperties: true);
        results.AddRange((group as IValidatableObject)?.Validate(context) ?? []);
        return results;
    }
}
