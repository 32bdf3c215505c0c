using System.Globalization;
using CommentService.Moderation.Text;

namespace CommentService.Moderation.Rules;

/// <summary>Web addresses: how many, where, how written and where to.</summary>
internal sealed class LinksRule(LinksSettings settings) : ITextRule
{
    private static readonly Lazy<DomainSet> KnownBlocked = new(() => new DomainSet(DomainList.Read("blocked-domains")));
    private static readonly Lazy<DomainSet> Shorteners = new(() => new DomainSet(DomainList.Read("shorteners")));

    private readonly DomainSet _blocked = new(settings.BlockedDomains);
    private readonly DomainSet _allowed = new(settings.AllowedDomains);

    public Report? Judge(Judgement judgement) =>
        Check(judgement, IsBlocked, settings.BlockedAction, "Links to a blocked domain")
        ?? CheckName(judgement)
        ?? CheckComment(judgement)
        ?? Check(judgement, IsShortener, RuleAction.Hold, "Links to a shortener or a private chat, so where it leads cannot be seen");

    private bool IsBlocked(string host) => _blocked.Contains(host) || (settings.BlockKnown && !_allowed.Contains(host) && KnownBlocked.Value.Contains(host));

    private bool IsShortener(string host) => settings.HoldShorteners && !_allowed.Contains(host) && Shorteners.Value.Contains(host);


    private static Report? Check(Judgement judgement, Func<string, bool> counts, RuleAction action, string sentence)
    {
        List<Evidence>? evidence = null;
        Add(judgement, SubmissionField.Name, judgement.NameLinks, counts, ref evidence);
        Add(judgement, SubmissionField.Comment, judgement.CommentLinks, counts, ref evidence);
        Add(judgement, SubmissionField.Website, judgement.WebsiteLinks, counts, ref evidence);
        return evidence is null ? null : new Report(action, $"{sentence}: {evidence[0].Match}.", evidence);
    }

    private static void Add(Judgement judgement, SubmissionField field, IReadOnlyList<TextLink> links, Func<string, bool> counts, ref List<Evidence>? evidence)
    {
        foreach (var link in links)
        {
            if ((evidence?.Count ?? 0) < Report.MaxEvidence && counts(link.Host))
            {
                (evidence ??= []).Add(judgement.Evidence(field, link.Start, link.Length));
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
            return new Report(settings.Action, string.Create(CultureInfo.InvariantCulture, $"Has {count} {(count == 1 ? "link" : "links")}; {settings.Max} pass."), Counted(judgement));
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
