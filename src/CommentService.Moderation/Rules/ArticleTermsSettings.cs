using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using CommentService.Moderation.Documents;
using CommentService.Moderation.Words;

namespace CommentService.Moderation.Rules;

/// <summary>Settings of <see cref="ArticleTermsRule"/>.</summary>
internal sealed record ArticleTermsSettings : RuleSettings, ICheckedSettings
{
    /// <summary>What is not to be written where. Default none.</summary>
    [Description("What is not to be written where, why, and until when.")]
    [MaxLength(500)]
    public IReadOnlyList<ArticleTerms> Entries { get; init; } = [];

    public void Check(PolicyErrors errors, string path)
    {
        for (var i = 0; i < Entries.Count; i++)
        {
            Entries[i].Check(errors, $"{path}.entries[{i}]");
        }
    }
}

/// <summary>Terms that are held on some articles.</summary>
internal sealed record ArticleTerms
{
    private const int MaxReason = 500;

    [Description("Ids of the articles; with * at its end, every article whose id begins so, such as courts-*: a section. None: every article.")]
    [MaxLength(1_000)]
    public IReadOnlyList<string> Articles { get; init; } = [];

    [Description("Names, words and phrases, written like those of a word list.")]
    [MaxLength(1_000)]
    public IReadOnlyList<string> Terms { get; init; } = [];

    [Description("Why, for the moderator: at most 500 characters.")]
    public string Reason { get; init; } = "";

    [Description("Comments sent after this time are not held any more: RFC 3339, such as 2027-01-31T00:00:00Z. Left out: no end.")]
    public DateTime? Until { get; init; }

    [Description("What to do with such a comment.")]
    public RuleAction Action { get; init; } = RuleAction.Hold;

    public bool Covers(string? article)
    {
        foreach (var pattern in Articles)
        {
            if (pattern.EndsWith('*') ? article?.StartsWith(pattern.AsSpan(0, pattern.Length - 1), StringComparison.Ordinal) == true : article == pattern)
            {
                return true;
            }
        }

        return Articles.Count == 0;
    }

    public void Check(PolicyErrors errors, string path)
    {
        if (Terms.Count == 0)
        {
            errors.Add($"{path}.terms", "must have at least one term");
        }

        for (var i = 0; i < Terms.Count; i++)
        {
            if (Term.TryRead(Terms[i]) is null)
            {
                errors.Add($"{path}.terms[{i}]", $"must be a word or phrase of 1 to {Term.MaxLength} characters, with * at most at its start and end");
            }
        }

        for (var i = 0; i < Articles.Count; i++)
        {
            if (Articles[i].Length is 0 or > 129 || Articles[i].AsSpan(0, Articles[i].Length - 1).Contains('*'))
            {
                errors.Add($"{path}.articles[{i}]", "must be an article's id, or the beginning of one followed by *");
            }
        }

        if (Reason.Length > MaxReason)
        {
            errors.Add($"{path}.reason", $"must have at most {MaxReason} characters");
        }
    }
}
