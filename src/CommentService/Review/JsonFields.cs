using System.Text.Json;
using CommentService.Moderation.Text;

namespace CommentService.Review;

/// <summary>Reads members of a JSON object and collects what is wrong with each, by its name as the caller wrote it.</summary>
/// <param name="body">A JSON object.</param>
/// <param name="prefix">What stands before a member's name in an error.</param>
/// <param name="errors">Where errors go; its own list if null.</param>
internal sealed class JsonFields(JsonElement body, string prefix = "", Dictionary<string, string[]>? errors = null)
{
    public Dictionary<string, string[]> Errors { get; } = errors ?? [];

    public bool Has(string name) => body.TryGetProperty(name, out _);

    /// <summary>A member that is there and not null.</summary>
    public bool TryGet(string name, out JsonElement value) => body.TryGetProperty(name, out value) && value.ValueKind != JsonValueKind.Null;

    /// <summary>Text as intake would clean it; null where there is none, or an error.</summary>
    public string? Text(string name)
    {
        if (!TryGet(name, out var value))
        {
            return null;
        }

        if (value.ValueKind != JsonValueKind.String)
        {
            Error(name, "Give text.");
            return null;
        }

        return SubmissionText.Clean(value.GetString()!) is { Length: > 0 } text ? text : null;
    }

    /// <summary>Text of at most so many characters.</summary>
    public string? Text(string name, int maxLength)
    {
        var text = Text(name);
        if (text is null || SubmissionText.FitsIn(text, maxLength))
        {
            return text;
        }

        Error(name, $"Give at most {maxLength} characters.");
        return null;
    }

    /// <summary>What one of these words stands for; an error where there is none of them.</summary>
    public T? Choice<T>(string name, params ReadOnlySpan<(string Word, T Value)> words)
        where T : struct
    {
        var given = TryGet(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;
        var known = new List<string>();
        foreach (var (word, meaning) in words)
        {
            if (word == given)
            {
                return meaning;
            }

            known.Add(word);
        }

        Error(name, $"Use one of: {string.Join(", ", known)}.");
        return null;
    }

    /// <summary>A moment as UTC; null where there is none, or an error.</summary>
    public DateTime? Moment(string name)
    {
        if (!TryGet(name, out var value))
        {
            return null;
        }

        if (value.ValueKind == JsonValueKind.String && Rfc3339.TryRead(value.GetString()!, out var moment))
        {
            return moment;
        }

        Error(name, Rfc3339.Invalid);
        return null;
    }

    public void Error(string name, string message) => Errors.TryAdd(prefix + name, [message]);
}
