using System.Text.Json;
using CommentService.Moderation;
using CommentService.Moderation.Classifiers.Training;
using CommentService.Moderation.Text;

namespace CommentService.Commands;

/// <summary>One record of a corpus and the submission that it would be.</summary>
internal sealed record Labelled(string Id, Example Example, string Kind);

/// <summary>
/// Reads labelled comments: JSON lines with <c>text</c>, <c>label</c> (ham, spam, abuse, profanity) and, where there are
/// any, <c>id</c>, <c>name</c>, <c>url</c>, <c>source</c>, <c>group</c> and <c>lang</c>.
/// </summary>
internal static class Corpus
{
    /// <summary>Sources whose licence lets them measure, not teach.</summary>
    private static readonly HashSet<string> ForMeasuring = ["news-ucc", "blog-datacamp", "youtube-spam", "sms-spam", "news-offcombr"];

    /// <summary>Made to test disguises with few frames: a model would learn the frames.</summary>
    private static readonly HashSet<string> Frames = ["own-evasion", "own-clean", "own-styled", "own-name"];

    public static bool Teaches(Labelled record) => !ForMeasuring.Contains(record.Example.Source) && !Frames.Contains(record.Example.Source);

    /// <summary>All records of a folder's <c>*.jsonl</c> files, by file name.</summary>
    public static List<Labelled> Read(string folder)
    {
        if (!Directory.Exists(folder))
        {
            throw new CommandRefusedException($"There is no folder {folder}.");
        }

        var files = Directory.GetFiles(folder, "*.jsonl");
        Array.Sort(files, StringComparer.Ordinal);
        var records = files.SelectMany(ReadFile).ToList();
        return records.Count > 0 ? records : throw new CommandRefusedException($"There are no *.jsonl files with records in {folder}.");
    }

    private static IEnumerable<Labelled> ReadFile(string file) =>
        File.ReadLines(file).Select((line, index) => (line, index)).Where(l => l.line.Length > 0).Select(l => ReadLine(file, l.line, l.index + 1));

    private static Labelled ReadLine(string file, string line, int number)
    {
        var place = $"{Path.GetFileName(file)}, line {number}";
        try
        {
            var record = JsonElement.Parse(line);
            var source = Text(record, "source") ?? Path.GetFileName(file).Split('.')[0];
            var text = SubmissionText.Clean(Text(record, "text") ?? throw new CommandRefusedException($"{place} has no text."));
            var website = Text(record, "url");
            var input = new ModerationInput(
                SubmissionText.Clean(Text(record, "name") ?? ""), text, Website: website is null || SubmissionRules.CheckWebsite(website) is not null ? null : website);
            return new(
                Text(record, "id") ?? place,
                new Example(input, LabelOf(record, place), source, GroupOf(record, source, input), Text(record, "lang") ?? ""),
                Text(record, "group") ?? "");
        }
        catch (JsonException)
        {
            throw new CommandRefusedException($"{place} is no JSON.");
        }
    }

    private static string? Text(JsonElement record, string member) =>
        record.ValueKind == JsonValueKind.Object && record.TryGetProperty(member, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;

    private static ExampleLabel LabelOf(JsonElement record, string place) =>
        Enum.TryParse<ExampleLabel>(Text(record, "label"), ignoreCase: true, out var label)
            ? label
            : throw new CommandRefusedException($"{place} has no label, which is one of ham, spam, abuse, profanity.");

    // What a template of identity terms is filled with.
    private static readonly HashSet<string> Fillings = new(
        ["women", "woman", "trans", "gay", "gays", "black", "blacks", "disabled", "muslim", "muslims", "immigrant", "immigrants", "people", "person", "a", "an", "man", "men", "girl"],
        StringComparer.OrdinalIgnoreCase);

    // Templated sets by their template's kind; others by how the text begins and where it links to: near-duplicates stay together.
    private static string GroupOf(JsonElement record, string source, ModerationInput input) =>
        source is "hatecheck"
            ? string.Join(' ', input.Comment.Split(' ', '.', ',', '!', '?').Where(word => !Fillings.Contains(word)))
            : source is "mhc" or "identity-templates"
            ? Text(record, "group") ?? ""
            : input.Website is { } website && Uri.TryCreate(website, UriKind.Absolute, out var uri) && input.Comment.Length < 200
                ? uri.Host
                : string.Concat(input.Comment.Where(char.IsLetter).Take(24)).ToLowerInvariant();
}
