using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace CommentService.Moderation.Documents;

/// <summary>Durations as a policy writes them: a whole number and s, m, h or d, such as <c>90s</c>, <c>10m</c>, <c>24h</c>.</summary>
internal sealed class Duration : JsonConverter<TimeSpan>
{
    /// <summary>For the schema.</summary>
    public const string Pattern = "^[0-9]{1,9}[smhd]$";

    public static TimeSpan? TryRead(string? text)
    {
        if (text is not { Length: >= 2 and <= 10 }
            || !int.TryParse(text.AsSpan(0, text.Length - 1), NumberStyles.None, CultureInfo.InvariantCulture, out var number))
        {
            return null;
        }

        var unit = text[^1] switch { 's' => 1L, 'm' => 60, 'h' => 3_600, 'd' => 86_400, _ => 0 };
        return unit == 0 ? null : TimeSpan.FromSeconds(number * unit);
    }

    public static string Write(TimeSpan value)
    {
        var seconds = (long)value.TotalSeconds;
        var (number, unit) = seconds % 3_600 == 0 ? (seconds / 3_600, 'h') : seconds % 60 == 0 ? (seconds / 60, 'm') : (seconds, 's');
        return string.Create(CultureInfo.InvariantCulture, $"{number}{unit}");
    }

    public override TimeSpan Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        TryRead(reader.GetString()) ?? throw new JsonException();

    public override void Write(Utf8JsonWriter writer, TimeSpan value, JsonSerializerOptions options) => writer.WriteStringValue(Write(value));
}
