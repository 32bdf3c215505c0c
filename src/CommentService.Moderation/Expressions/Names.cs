using System.Collections.Frozen;
using CommentService.Moderation.Rules;
using CommentService.Moderation.Words;

namespace CommentService.Moderation.Expressions;

/// <summary>What a condition can ask of a submission, by name.</summary>
internal static class Names
{
    private const string Found = "found.";

    private static readonly FrozenDictionary<string, Node> Known = new Dictionary<string, Node>
    {
        ["name"] = Field(SubmissionField.Name),
        ["comment"] = Field(SubmissionField.Comment),
        ["email"] = Field(SubmissionField.Email),
        ["website"] = Field(SubmissionField.Website),
        ["language"] = new FieldNode(j => Folded(j.Input.Language)),
        ["article"] = new FieldNode(j => Folded(j.Input.ArticleId)),
        ["name.length"] = new CountNode(j => j.Input.Name.Length),
        ["comment.length"] = new CountNode(j => j.Input.Comment.Length),
        ["comment.links"] = new CountNode(j => j.CommentLinks.Count),
        ["author.approved"] = Past(PastOutcome.Approved),
        ["author.rejected"] = new CountNode(j => j.Facts.History.Count(past => past is PastOutcome.Rejected or PastOutcome.Removed)),
        ["author.held"] = Past(PastOutcome.Held),
        ["author.decided"] = new CountNode(j => j.Facts.History.Count(past => past != PastOutcome.Held)),
        ["recent.author"] = new CountNode(j => j.Facts.RecentByAuthor),
        ["recent.address"] = new CountNode(j => j.Facts.RecentByAddress),
        ["recent.article"] = new CountNode(j => j.Facts.RecentOnArticle),
        ["similar"] = new CountNode(j => j.Facts.SimilarRecent),
        ["author.named"] = new TruthNode(j => j.Facts.Author == AuthorIdentity.Name),
        ["author.known"] = new TruthNode(j => j.Facts.Author == AuthorIdentity.Email),
        ["duplicate"] = new TruthNode(j => j.Facts.DuplicateBySameAuthor || j.Facts.DuplicateByOther),
        ["honeypot"] = new TruthNode(j => j.Input.HoneypotFilled),
        ["banned"] = new TruthNode(j => j.Facts.Bans.Count > 0),
    }.ToFrozenDictionary(StringComparer.Ordinal);

    /// <summary>The value of that name; null where there is none.</summary>
    public static Node? Find(string name) =>
        Known.TryGetValue(name, out var node) ? node
        : name.StartsWith(Found, StringComparison.Ordinal) && name != Found + "expression" && RuleCatalog.All.Any(rule => rule.Name == name[Found.Length..])
            ? new FoundNode(name[Found.Length..])
            : null;

    private static FieldNode Field(SubmissionField field) => new(j => j.Folded(field).Text.ToString());

    private static CountNode Past(PastOutcome outcome) => new(j => j.Facts.History.Count(past => past == outcome));

    private static string Folded(string? text) => text is null ? "" : FoldedText.Of(text).Text.ToString();
}
