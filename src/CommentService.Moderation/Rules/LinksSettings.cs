using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using CommentService.Moderation.Documents;

namespace CommentService.Moderation.Rules;

/// <summary>Settings of <see cref="LinksRule"/>.</summary>
internal sealed record LinksSettings : RuleSettings
{
    /// <summary>What to do with too many links. Default <c>hold</c>.</summary>
    [Description("What to do with a comment that has more links than max.")]
    public RuleAction Action { get; init; } = RuleAction.Hold;

    /// <summary>Links that pass. Default 2.</summary>
    [Description("Links in a comment that pass; links to allowed domains do not count.")]
    [Range(0, 1_000)]
    public int Max { get; init; } = 2;

    /// <summary>Whether a link in the name holds. Default true.</summary>
    [Description("Whether to hold a submission with a web address in the name.")]
    public bool HoldInName { get; init; } = true;

    /// <summary>Whether a disguised link holds, however few there are. Default true.</summary>
    [Description("Whether to hold a comment with a disguised link, such as example dot com, example(.)com or hxxp://. They count as links in any case.")]
    public bool HoldDisguised { get; init; } = true;

    /// <summary>What to do with a link to a blocked domain. Default <c>reject</c>.</summary>
    [Description("What to do with a link to a blocked domain, in any field.")]
    public RuleAction BlockedAction { get; init; } = RuleAction.Reject;

    /// <summary>Whether a link to a shortener or a private chat holds. Default true.</summary>
    [Description("Whether to hold a link to a known link shortener or to a private chat, in any field: where it leads cannot be seen.")]
    public bool HoldShorteners { get; init; } = true;

    /// <summary>Whether the sites of the built-in list are blocked domains too. Default true.</summary>
    [Description("Whether the sites for adults and betting that comment spam leads to, which the program knows, are blocked domains too.")]
    public bool BlockKnown { get; init; } = true;

    /// <summary>Domains, with all below them, that must not be linked to. Default none.</summary>
    [Description("Domains, with all below them, that must not be linked to.")]
    [DomainName, MaxLength(10_000)]
    public IReadOnlyList<string> BlockedDomains { get; init; } = [];

    /// <summary>Domains, with all below them, that do not count. Default none.</summary>
    [Description("Domains, with all below them, links to which do not count.")]
    [DomainName, MaxLength(10_000)]
    public IReadOnlyList<string> AllowedDomains { get; init; } = [];
}
