using System.ComponentModel.DataAnnotations;
using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace CommentService.Moderation.Documents;

/// <summary>Reads an object into a settings record, with an error for each member that is unknown or not as its attributes say.</summary>
internal static class MemberReader
{
    private const int MaxItems = 100_000;

    public static T Read<T>(JsonPlace place, T defaults) where T : class
    {
        var type = defaults.GetType();
        var result = (T)Activator.CreateInstance(type)!;
        var members = PolicyJson.MembersOf(type);
        foreach (var (name, value) in place.Members())
        {
            var member = members.FirstOrDefault(m => m.Name == name);
            if (member is null)
            {
                value.Fail($"is unknown; known here: {string.Join(", ", members.Select(m => m.Name))}");
            }
            else if (ReadValue(value, member) is { } read)
            {
                member.Set!(result, read);
            }
        }

        return result;
    }

    // Null where there was an error.
    private static object? ReadValue(JsonPlace place, JsonPropertyInfo member)
    {
        var type = member.PropertyType;
        return type == typeof(int) ? (object?)Number(place, member)
            : type == typeof(double) ? Share(place, member)
            : type == typeof(bool) ? Truth(place)
            : type == typeof(TimeSpan) ? Time(place, member)
            : type == typeof(string) ? place.String()
            : type.IsEnum ? Word(place, type)
            : type == typeof(IReadOnlyList<string>) ? Texts(place, member)
            : type == typeof(IReadOnlyList<SubmissionField>) ? Fields(place)
            : type == typeof(DateTime?) ? Moment(place)
            : type.IsGenericType && type.GetGenericTypeDefinition() == typeof(IReadOnlyList<>) ? Records(place, member, type.GetGenericArguments()[0])
            : throw new NotSupportedException(type.Name);
    }

    private static int? Number(JsonPlace place, JsonPropertyInfo member)
    {
        var range = member.Attribute<RangeAttribute>();
        var (least, most) = range is null ? (int.MinValue, int.MaxValue) : ((int)range.Minimum, (int)range.Maximum);
        if (place.Value.ValueKind == JsonValueKind.Number && place.Value.TryGetInt32(out var number) && number >= least && number <= most)
        {
            return number;
        }

        place.Fail(string.Create(CultureInfo.InvariantCulture, $"must be a whole number from {least} to {most}"));
        return null;
    }

    private static double? Share(JsonPlace place, JsonPropertyInfo member)
    {
        var range = member.Attribute<RangeAttribute>()!;
        var (least, most) = ((double)range.Minimum, (double)range.Maximum);
        if (place.Value.ValueKind == JsonValueKind.Number && place.Value.TryGetDouble(out var number) && number >= least && number <= most)
        {
            return number;
        }

        place.Fail(string.Create(CultureInfo.InvariantCulture, $"must be a number from {least} to {most}"));
        return null;
    }

    private static bool? Truth(JsonPlace place)
    {
        if (place.Value.ValueKind is JsonValueKind.True or JsonValueKind.False)
        {
            return place.Value.GetBoolean();
        }

        place.Fail("must be true or false");
        return null;
    }

    private static TimeSpan? Time(JsonPlace place, JsonPropertyInfo member)
    {
        var range = member.Attribute<RangeAttribute>();
        var least = TimeSpan.Parse((string)range!.Minimum, CultureInfo.InvariantCulture);
        var most = TimeSpan.Parse((string)range.Maximum, CultureInfo.InvariantCulture);
        var read = place.Value.ValueKind == JsonValueKind.String ? Duration.TryRead(place.String()) : null;
        if (read >= least && read <= most)
        {
            return read;
        }

        place.Fail($"must be a duration such as \"90s\", \"10m\" or \"24h\", from {Duration.Write(least)} to {Duration.Write(most)}");
        return null;
    }

    /// <summary>One of an enumeration's words.</summary>
    public static object? Word(JsonPlace place, Type enumeration)
    {
        var words = PolicyJson.WordsOf(enumeration);
        var number = place.Value.ValueKind == JsonValueKind.String ? Array.IndexOf(words, place.String()) : -1;
        if (number >= 0)
        {
            return Enum.Parse(enumeration, Enum.GetNames(enumeration)[number]);
        }

        place.Fail($"must be one of {string.Join(", ", words)}");
        return null;
    }

    private static List<string> Texts(JsonPlace place, JsonPropertyInfo member)
    {
        var texts = new List<string>();
        var areDomains = member.Attribute<DomainNameAttribute>() is not null;
        foreach (var item in place.Items(member.Attribute<MaxLengthAttribute>()?.Length ?? MaxItems))
        {
            if (item.String() is { } text)
            {
                texts.Add(text);
                if (areDomains && !DomainNameAttribute.IsValid(text))
                {
                    item.Fail("must be a domain name such as example.com");
                }
            }
        }

        return texts;
    }

    private static DateTime? Moment(JsonPlace place)
    {
        if (place.Value.ValueKind == JsonValueKind.String && place.Value.TryGetDateTime(out var moment) && moment.Kind != DateTimeKind.Unspecified)
        {
            return moment.ToUniversalTime();
        }

        place.Fail("must be a time such as \"2027-01-31T00:00:00Z\" (RFC 3339)");
        return null;
    }

    private static System.Collections.IList Records(JsonPlace place, JsonPropertyInfo member, Type type)
    {
        var records = (System.Collections.IList)Activator.CreateInstance(typeof(List<>).MakeGenericType(type))!;
        foreach (var item in place.Items(member.Attribute<MaxLengthAttribute>()?.Length ?? MaxItems))
        {
            records.Add(Read(item, Activator.CreateInstance(type)!));
        }

        return records;
    }

    private static List<SubmissionField> Fields(JsonPlace place)
    {
        var fields = new List<SubmissionField>();
        foreach (var item in place.Items(max: 4))
        {
            if (Word(item, typeof(SubmissionField)) is SubmissionField field)
            {
                fields.Add(field);
            }
        }

        return fields;
    }
}
