using System.Text;
using System.Text.Json;

namespace CommentService.Storage.Transfer;

/// <summary>What an export begins with.</summary>
/// <param name="Format">Grows when an earlier version could not read it.</param>
/// <param name="Id">Names this export, so that an import goes on with no other.</param>
/// <param name="Mark">How far the database's logs went; while it is the same, nothing was changed.</param>
internal sealed record ExportHead(int Format, Guid Id, string Mark)
{
    public const int Current = 1;
}

/// <summary>What an export ends with: without it, it was cut off.</summary>
/// <param name="Rows">Lines between the head and this.</param>
internal sealed record ExportEnd(long Rows);

/// <summary>
/// An export as JSON Lines (UTF-8): the head, a line for each row with its table's name as the only member, the end.
/// Holds all that readers wrote, hashes of keys, and the secrets: it is made readable for its owner only.
/// </summary>
internal static class ExportFile
{
    private const string HeadName = "export";
    private const string EndName = "end";

    public static string Line(ExportHead head) => Line(HeadName, JsonSerializer.Serialize(head));

    public static string Line(ExportEnd end) => Line(EndName, JsonSerializer.Serialize(end));

    public static string Line(string table, string row) => $"{{\"{table}\":{row}}}";

    /// <summary>The head of an export.</summary>
    /// <exception cref="InvalidDataException">It is none that this version reads.</exception>
    public static ExportHead ReadHead(string? line)
    {
        var head = line is null ? null : Member<ExportHead>(line, HeadName);
        return head is null ? throw new InvalidDataException("this is no export: its first line is not an export's")
            : head.Format != ExportHead.Current ? throw new InvalidDataException($"the export has the format {head.Format}; this version reads {ExportHead.Current}")
            : head;
    }

    /// <summary>The end, or null where the file was cut off.</summary>
    public static ExportEnd? ReadEnd(string path)
    {
        const int Longest = 256;
        using var file = File.OpenRead(path);
        file.Seek(-Math.Min(file.Length, Longest), SeekOrigin.End);
        var last = new byte[Longest];
        var length = file.ReadAtLeast(last, Longest, throwOnEndOfStream: false);
        var text = Encoding.UTF8.GetString(last, 0, length);
        return text.EndsWith('\n') ? Member<ExportEnd>(text.TrimEnd('\n').Split('\n')[^1], EndName) : null;
    }

    /// <summary>A row and the name of its table.</summary>
    /// <exception cref="JsonException">This is none.</exception>
    public static (string Table, JsonElement Row) ReadRow(string line)
    {
        var root = JsonElement.Parse(line);
        var member = root.ValueKind == JsonValueKind.Object && root.GetPropertyCount() == 1 ? root.EnumerateObject().First() : throw new JsonException("A line is one object with one member.");
        return (member.Name, member.Value);
    }

    private static T? Member<T>(string line, string name)
        where T : class
    {
        try
        {
            var (table, row) = ReadRow(line);
            return table == name ? row.Deserialize<T>() : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
