using CommentService.Moderation.Classifiers;
using CommentService.Moderation.Documents;
using CommentService.Moderation.Rules;
using CommentService.Moderation.Text;
using CommentService.Moderation.Words;

namespace CommentService.Moderation;

/// <summary>All rules' settings, compiled: immutable, safe to share between threads.</summary>
public sealed class Policy
{
    private static readonly Lazy<Policy> Default = new(() => new Policy(PolicyDocument.Default));
    private static readonly Lazy<string> Schema = new(PolicySchema.Write);

    private readonly PolicyDocument _document;
    private readonly WordSearch _words;
    private readonly Pipeline _pipeline;
    private readonly ClassifierModel _model;
    private readonly bool _asksClassifiers;

    internal Policy(PolicyDocument document, ClassifierModel? model = null)
    {
        _document = document;
        _model = model ?? ClassifierModel.BuiltIn;
        _words = new WordSearch(document.Lists);
        var rules = RuleCatalog.All
            .Select(rule => (rule, settings: document.Rules[rule.Name]))
            .Where(pair => pair.settings.Mode != RuleMode.Off)
            .Select(pair => new ActiveRule(pair.rule.Name, pair.settings.Mode, pair.rule.Create(pair.settings, _words)));
        _pipeline = new Pipeline([.. rules], document.Mode);
        _asksClassifiers = document.Rules["spam"].Mode == RuleMode.Enforce && document.Rules["abuse"].Mode == RuleMode.Enforce;
        Json = PolicyWriter.Write(document);
        HistoryLength = Math.Max(
            On<AuthorHistorySettings>("author-history")?.Last ?? 0,
            On<NewAuthorSettings>("new-author") is null ? 0 : NewAuthorRule.HistoryLength);
        FloodWindow = On<FloodSettings>("flood")?.Window ?? TimeSpan.Zero;
        CountsArticleFlood = On<FloodSettings>("flood")?.PerArticle > 0;
        DuplicateWindow = On<DuplicateSettings>("duplicate")?.Window ?? TimeSpan.Zero;
        CampaignWindow = On<CampaignSettings>("campaign")?.Window ?? TimeSpan.Zero;
        SurgeWindow = On<SurgeSettings>("surge")?.Window ?? TimeSpan.Zero;
        SurgeWindows = On<SurgeSettings>("surge")?.HoldWindows ?? 0;
        External = On<ExternalSettings>("external") is { } external ? new ExternalQuestion(external.Service, external.Timeout) : null;
    }

    /// <summary>The policy that the service starts with; compiled on first use.</summary>
    public static Policy BuiltIn => Default.Value;

    /// <summary>The same policy with other weights.</summary>
    public Policy With(ClassifierModel model) => new(_document, model);

    /// <summary>JSON Schema (draft 2020-12) of the document.</summary>
    public static string JsonSchema => Schema.Value;

    /// <summary>The whole document with every default filled in, camelCase JSON. Reading it gives the same policy.</summary>
    public string Json { get; }

    /// <summary>How many of an author's last comments the rules want to know of; 0 when none does.</summary>
    public int HistoryLength { get; }

    /// <summary>How far back the flood rule counts; zero when it is off.</summary>
    public TimeSpan FloodWindow { get; }

    /// <summary>Whether the flood rule counts per article.</summary>
    public bool CountsArticleFlood { get; }

    /// <summary>How far back the duplicate rule looks; zero when it is off.</summary>
    public TimeSpan DuplicateWindow { get; }

    /// <summary>The outside service whose answer the rules want as <see cref="Facts.External"/>; null when they want none.</summary>
    public ExternalQuestion? External { get; }

    /// <summary>How far back the campaign rule looks for nearly the same text; zero when it is off.</summary>
    public TimeSpan CampaignWindow { get; }

    /// <summary>The time in which the surge rule counts an article's comments; zero when it is off.</summary>
    public TimeSpan SurgeWindow { get; }

    /// <summary>How many such windows it looks at; 0 when it is off.</summary>
    public int SurgeWindows { get; }

    /// <summary>Name, description, mode and settings of each rule, in the pipeline's order, as a JSON array.</summary>
    public string DescribeRules() => PolicyWriter.Describe(_document);

    /// <summary>Reads a policy document; what it leaves out has its default. Never throws, whatever the bytes.</summary>
    /// <param name="json">UTF-8 JSON, at most 16 MiB.</param>
    /// <param name="policy">The policy, or null where there are errors.</param>
    /// <returns>Errors by JSON path, such as <c>$.rules.links.max</c>, at most 100; empty when the document is valid.</returns>
    public static IReadOnlyDictionary<string, string[]> TryRead(ReadOnlyMemory<byte> json, out Policy? policy)
    {
        var errors = new PolicyErrors();
        policy = PolicyReader.Read(json, errors) is { } document ? new Policy(document) : null;
        return errors.All();
    }

    /// <summary>Asks every rule that is on. Time is linear in the length of the fields.</summary>
    public Verdict Judge(ModerationInput input, Facts facts) => Begin(new Reading(input)).Complete(facts);

    /// <summary>Asks the rules that need no facts. Time is linear in the length of the fields.</summary>
    /// <param name="reading">The submission.</param>
    /// <param name="learned">The site's own weights, where what they add to the scores is wanted too.</param>
    public PartialVerdict Begin(Reading reading, SiteWeights? learned = null) => new(_pipeline, new Judgement(reading, _words, _model, learned) { AsksClassifiers = _asksClassifiers });

    /// <summary>
    /// The text's fingerprint for the duplicate rule: a 64-bit hash of its folded letters and digits (the same in
    /// every process and version), or null where the folded text has fewer than 40 characters.
    /// </summary>
    public static long? Fingerprint(string comment) => TextFingerprint.Of(FoldedText.Of(comment));

    private TSettings? On<TSettings>(string rule) where TSettings : RuleSettings =>
        _document.Rules[rule] is TSettings settings && settings.Mode != RuleMode.Off ? settings : null;
}
