using CommentService.Moderation.Documents;

namespace CommentService.Moderation.Rules;

/// <summary>The same text again; the host compares <see cref="Policy.Fingerprint"/>.</summary>
internal sealed class DuplicateRule(DuplicateSettings settings) : IRule
{
    public Report? Judge(Judgement judgement)
    {
        var facts = judgement.Facts;
        if (!facts.DuplicateBySameAuthor)
        {
            return facts.DuplicateByOther
                ? new Report(settings.OtherAuthorAction, $"Someone else sent the same text on this article within {Duration.Write(settings.Window)}.")
                : null;
        }

        // A name proves nothing: someone may have written under another's name to get that person's comment refused.
        return facts.Author == AuthorIdentity.Name
            ? new Report(RuleAction.Hold, $"The same text was sent under this name within {Duration.Write(settings.Window)}.")
            : new Report(settings.SameAuthorAction, $"The same author sent the same text within {Duration.Write(settings.Window)}.");
    }
}
