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
        var results = new List<ValidationResult>();
        Validator.TryValidateObject(group, new ValidationContext(group), results, validateAllProperties: true);
        foreach (var result in results)
        {
            yield return $"{string.Join(", ", result.MemberNames.Select(member => $"{path}:{member}"))} {result.ErrorMessage}";
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
}
