using System.Globalization;

namespace CommentService.Moderation.Rules;

/// <summary>Many of the author's last comments were rejected.</summary>
internal sealed class AuthorHistoryRule(AuthorHistorySettings settings) : IRule
{
    public Report? Judge(Judgement judgement)
    {
        var history = judgement.Facts.History;
        var decided = 0;
        var rejected = 0;
        for (var i = 0; i < Math.Min(history.Count, settings.Last); i++)
        {
            decided += history[i] == PastOutcome.Held ? 0 : 1;
            rejected += history[i] is PastOutcome.Rejected or PastOutcome.Removed ? 1 : 0;
        }

        if (decided < settings.MinDecided || rejected * 100 < decided * settings.RejectedPercent)
        {
            return null;
        }

        return new Report(
            judgement.Facts.Author == AuthorIdentity.Name ? RuleAction.Hold : settings.Action,
            string.Create(CultureInfo.InvariantCulture, $"Of the author's last {decided} decided comments {rejected} were rejected or removed."));
    }
}
