using System.Text.Json;

namespace CommentService.Moderation.Documents;

/// <summary>A value in a policy document with its path, and what may be asked of it without ever throwing.</summary>
internal readonly record struct JsonPlace(JsonElement Value, string Path, PolicyErrors Errors)
{
    public void Fail(string message) => Errors.Add(Path, message);

    public JsonPlace Item(int index, JsonElement value) => this with { Value = value, Path = $"{Path}[{index}]" };

    /// <summary>The members of an object, each once; an error and none where it is no object.</summary>
    public Dictionary<string, JsonPlace> Members()
    {
        var members = new Dictionary<string, JsonPlace>();
        if (Value.ValueKind != JsonValueKind.Object)
        {
            Fail("must be an object");
            return members;
        }

        foreach (var property in Value.EnumerateObject())
        {
            var name = Text(() => property.Name);
            if (name is null)
            {
                Fail("has a member whose name is not valid Unicode");
            }
            else if (!members.TryAdd(name, this with { Value = property.Value, Path = Path + Step(name) }))
            {
                members[name].Fail("is given more than once");
            }
        }

        return members;
    }

    /// <summary>The text; an error and null where it is none.</summary>
    public string? String()
    {
        var value = Value;
        var text = value.ValueKind == JsonValueKind.String ? Text(() => value.GetString()) : null;
        if (text is null)
        {
            Fail(value.ValueKind == JsonValueKind.String ? "is not valid Unicode" : "must be a text");
        }

        return text;
    }

    /// <summary>The items of a list; an error and none where it is no list.</summary>
    public IEnumerable<JsonPlace> Items(int max)
    {
        if (Value.ValueKind != JsonValueKind.Array)
        {
            Fail("must be a list");
            yield break;
        }

        if (Value.GetArrayLength() > max)
        {
            Fail(FormattableString.Invariant($"must have at most {max} items"));
            yield break;
        }

        var index = 0;
        foreach (var item in Value.EnumerateArray())
        {
            yield return Item(index++, item);
        }
    }

    // An escaped lone surrogate is well-formed JSON, but no text.
    private static string? Text(Func<string?> read)
    {
        try
        {
            return read();
        }
        catch (InvalidOperationException)
        {
            return null;
        }
    }

    private static string Step(string name) =>
        name.Length is > 0 and <= 64 && name.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_')
            ? "." + name
            : $"['{(name.Length > 64 ? name[..64] + "…" : name).Replace("\\", "\\\\", StringComparison.Ordinal).Replace("'", "\\'", StringComparison.Ordinal)}']";
}
