using System.Globalization;
using CommentService.Moderation.Documents;

namespace CommentService.Moderation.Rules;

/// <summary>An article's comments come, or are held, far faster than before: it premoderates itself for a while.</summary>
internal sealed class SurgeRule(SurgeSettings settings) : IRule
{
    public Report? Judge(Judgement judgement)
    {
        if (judgement.Facts.Activity is not { } activity)
        {
            return null;
        }

        for (var i = 0; i < Math.Min(activity.Windows.Count, settings.HoldWindows); i++)
        {
            if (Surge(activity.Windows[i], activity.UsualPerWindow) is { } what)
            {
                return new Report(RuleAction.Hold, $"The article premoderates itself: {what} within {Duration.Write(settings.Window)}{Ago(i)}.");
            }
        }

        return null;
    }

    private string? Surge(WindowCount window, double usual)
    {
        if (window.Comments < settings.MinComments)
        {
            return null;
        }

        return window.Comments >= settings.Factor * usual
            ? string.Create(CultureInfo.InvariantCulture, $"{window.Comments} comments, usually {usual:0.#},")
            : settings.HeldPercent > 0 && window.Held * 100L >= window.Comments * (long)settings.HeldPercent
                ? string.Create(CultureInfo.InvariantCulture, $"{window.Held} of {window.Comments} comments held or rejected")
                : null;
    }

    private string Ago(int windows) => windows == 0 ? "" : $", {Duration.Write(settings.Window * windows)} ago";
}
