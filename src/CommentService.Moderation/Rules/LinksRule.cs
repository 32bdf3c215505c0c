using System.Globalization;
using CommentService.Moderation.Text;

namespace CommentService.Moderation.Rules;

/// <summary>Web addresses: how many, where, how written and where to.</summary>
internal sealed class LinksRule(LinksSettings settings) : ITextRule
{
    private readonly DomainSet _blocked = new(settings.BlockedDomains);
    private readonly DomainSet _allowed = new(settings.AllowedDomains);

    public Report? Judge(Judgement judgement) =>
        CheckBlocked(judgement) ?? CheckName(judgement) ?? CheckComment(judgement);

    private Report? CheckBlocked(Judgement judgement)
    {
        if (settings.BlockedDomains.Count == 0)
        {
            return null;
        }

        var evidence = new List<Evidence>();
        AddBlocked(judgement, SubmissionField.Name, judgement.NameLinks, evidence);
        AddBlocked(judgement, SubmissionField.Comment, judgement.CommentLinks, evidence);
        AddBlocked(judgement, SubmissionField.Website, LinkFinder.Find(judgement.Text(SubmissionField.Website)), evidence);
        return evidence.Count == 0 ? null : new Report(settings.BlockedAction, $"Links to a blocked domain: {evidence[0].Match}.", evidence);
    }

    private void AddBlocked(Judgement judgement, SubmissionField field, IReadOnlyList<TextLink> links, List<Evidence> evidence)
    {
        foreach (var link in links)
        {
            if (evidence.Count < Report.MaxEvidence && _blocked.Contains(link.Host))
            {
                evidence.Add(judgement.Evidence(field, link.Start, link.Length));
            }
        }
    }

    private Report? CheckName(Judgement judgement)
    {
        if (!settings.HoldInName || judgement.NameLinks.Count == 0)
        {
            return null;
        }

        var link = judgement.NameLinks[0];
        return new Report(RuleAction.Hold, "The name is or holds a web address.", judgement.Evidence(SubmissionField.Name, link.Start, link.Length));
    }

    private Report? CheckComment(Judgement judgement)
    {
        var count = 0;
        TextLink? disguised = null;
        foreach (var link in judgement.CommentLinks)
        {
            var counts = !_allowed.Contains(link.Host);
            count += counts ? 1 : 0;
            disguised ??= counts && link.Kind == LinkKind.Disguised ? link : null;
        }

        if (count > settings.Max)
        {
            return new Report(settings.Action, string.Create(CultureInfo.InvariantCulture, $"Has {count} links; {settings.Max} pass."), Counted(judgement));
        }

        return disguised is { } hidden && settings.HoldDisguised
            ? new Report(RuleAction.Hold, "Has a web address that is written so as not to look like one.", judgement.Evidence(SubmissionField.Comment, hidden.Start, hidden.Length))
            : null;
    }

    private List<Evidence> Counted(Judgement judgement)
    {
        var evidence = new List<Evidence>();
        foreach (var link in judgement.CommentLinks)
        {
            if (evidence.Count < Report.MaxEvidence && !_allowed.Contains(link.Host))
            {
                evidence.Add(judgement.Evidence(SubmissionField.Comment, link.Start, link.Length));
            }
        }

        return evidence;
    }
}
