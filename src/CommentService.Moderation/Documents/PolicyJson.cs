using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;

namespace CommentService.Moderation.Documents;

/// <summary>How the settings types look in JSON: the one place from which reading, writing and the schema take it.</summary>
internal static class PolicyJson
{
    public static JsonSerializerOptions Options { get; } = new(JsonSerializerDefaults.Strict)
    {
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        TypeInfoResolver = new DefaultJsonTypeInfoResolver(),
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        WriteIndented = true,
        Converters = { new Duration(), new JsonStringEnumConverter(JsonNamingPolicy.CamelCase, allowIntegerValues: false) },
    };

    /// <summary>The members of a type as JSON has them.</summary>
    public static IList<JsonPropertyInfo> MembersOf(Type type) => Options.GetTypeInfo(type).Properties;

    /// <summary>An attribute of a member, or null.</summary>
    public static TAttribute? Attribute<TAttribute>(this JsonPropertyInfo member) where TAttribute : Attribute =>
        member.AttributeProvider?.GetCustomAttributes(typeof(TAttribute), true).OfType<TAttribute>().FirstOrDefault();

    /// <summary>The words for an enumeration's values.</summary>
    public static string[] WordsOf(Type enumeration) => Array.ConvertAll(Enum.GetNames(enumeration), JsonNamingPolicy.CamelCase.ConvertName);
}
