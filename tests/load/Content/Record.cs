using System.Text.Json;

namespace CommentService.Load.Content;

/// <summary>One line of a JSONL file; <see cref="Label"/> is <c>-</c> where there is none.</summary>
internal sealed record Record(string File, int Line, string Label, string? Name, string Text)
{
    /// <summary>Reads the members <c>text</c>, <c>name</c> and <c>label</c> of every line; other members do not matter.</summary>
    public static IReadOnlyList<Record> Read(IEnumerable<string> files) => [.. files.SelectMany(ReadFile)];

    private static IEnumerable<Record> ReadFile(string path)
    {
        if (!System.IO.File.Exists(path))
        {
            throw new LoadException($"There is no file {path}.");
        }

        var file = Path.GetFileName(path);
        return System.IO.File.ReadLines(path)
            .Select((line, index) => (line, number: index + 1))
            .Where(each => !string.IsNullOrWhiteSpace(each.line))
            .Select(each => Parse(file, each.number, each.line));
    }

    private static Record Parse(string file, int number, string line)
    {
        try
        {
            using var json = JsonDocument.Parse(line);
            var text = Member(json, "text") ?? throw new LoadException($"{file}, line {number}: no member 'text'.");
            return new(file, number, Member(json, "label") ?? "-", Member(json, "name"), text);
        }
        catch (JsonException)
        {
            throw new LoadException($"{file}, line {number}: not JSON.");
        }
    }

    private static string? Member(JsonDocument json, string name) =>
        json.RootElement.TryGetProperty(name, out var value) && value.ValueKind is not JsonValueKind.Null ? value.ToString() : null;
}
