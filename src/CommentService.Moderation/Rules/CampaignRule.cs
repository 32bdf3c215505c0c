using System.Globalization;
using CommentService.Moderation.Documents;

namespace CommentService.Moderation.Rules;

/// <summary>Nearly the same text across articles and names; the host compares <see cref="Sketch"/>es.</summary>
internal sealed class CampaignRule(CampaignSettings settings) : IRule
{
    public Report? Judge(Judgement judgement) => judgement.Facts.SimilarRecent < settings.Pass ? null : new Report(
        settings.Action,
        string.Create(
            CultureInfo.InvariantCulture,
            $"Comment number {judgement.Facts.SimilarRecent + 1} with nearly the same text within {Duration.Write(settings.Window)}; {settings.Pass} pass."));
}
