using System.Globalization;

namespace CommentService.Moderation.Rules;

/// <summary>Too few approved comments so far.</summary>
internal sealed class NewAuthorRule(NewAuthorSettings settings) : IRule
{
    /// <summary>How many of the author's last comments are looked at.</summary>
    public const int HistoryLength = 100;

    public Report? Judge(Judgement judgement)
    {
        if (judgement.Facts.Author == AuthorIdentity.Name)
        {
            return new Report(RuleAction.Hold, "The author gave only a name, which anyone could, so nothing is known of earlier comments.");
        }

        var approved = 0;
        foreach (var outcome in judgement.Facts.History)
        {
            approved += outcome == PastOutcome.Approved ? 1 : 0;
        }

        return approved >= settings.MinApproved ? null : new Report(RuleAction.Hold, string.Create(
            CultureInfo.InvariantCulture,
            $"The author is new: {approved} approved so far, {settings.MinApproved} needed."));
    }
}
