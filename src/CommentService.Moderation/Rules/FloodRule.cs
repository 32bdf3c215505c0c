using System.Globalization;
using CommentService.Moderation.Documents;

namespace CommentService.Moderation.Rules;

/// <summary>Counts what came within the window, this comment included.</summary>
internal sealed class FloodRule(FloodSettings settings) : IRule
{
    public Report? Judge(Judgement judgement)
    {
        var facts = judgement.Facts;
        return Check(facts.RecentByAuthor, settings.PerAuthor, "by this author")
            ?? Check(facts.RecentByAddress, settings.PerAddress, "from this network address")
            ?? Check(facts.RecentOnArticle, settings.PerArticle, "on this article");
    }

    private Report? Check(int earlier, int limit, string whose)
    {
        if (limit == 0 || earlier < limit)
        {
            return null;
        }

        return new Report(settings.Action, string.Create(
            CultureInfo.InvariantCulture,
            $"Comment number {(long)earlier + 1} {whose} within {Duration.Write(settings.Window)}; {limit} pass."));
    }
}
