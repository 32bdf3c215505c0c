using System.ComponentModel;
using System.ComponentModel.DataAnnotations;

namespace CommentService.Moderation.Rules;

/// <summary>What both classifier rules let be set. Scores are from 0 to 1; a threshold of 1 is never passed.</summary>
internal abstract record ClassifierSettings : RuleSettings
{
    public const int DefaultKnownPercent = 40;

    /// <summary>Score from which a submission is held.</summary>
    [Description("Score from which the submission is held; 1 holds none.")]
    [Range(0.0, 1.0)]
    public double Hold { get; init; }

    /// <summary>Score from which a submission with a website is held.</summary>
    [Description("Score from which a submission with a website is held; 1 holds none.")]
    [Range(0.0, 1.0)]
    public double HoldWithWebsite { get; init; }

    /// <summary>Score from which a submission is rejected.</summary>
    [Description("Score from which the submission is rejected; 1 rejects none.")]
    [Range(0.0, 1.0)]
    public double Reject { get; init; }

    /// <summary>Score from which a submission with a website is rejected.</summary>
    [Description("Score from which a submission with a website is rejected; 1 rejects none. Readers with a site of their own look most like those who advertise one.")]
    [Range(0.0, 1.0)]
    public double RejectWithWebsite { get; init; }

    /// <summary>Whether what the site's moderators taught counts. Default true.</summary>
    [Description("Whether what the site's moderators taught by their decisions is added to the score; for spam also whether copies of what was refused here, and its websites, are held.")]
    public bool Learned { get; init; } = true;

    /// <summary>Share of a comment's words that training must have seen, in percent. Default 40.</summary>
    [Description("Share of the comment's words, in percent, that training must have seen; below it the classifier does not know the language and abstains.")]
    [Range(0, 100)]
    public int KnownPercent { get; init; } = DefaultKnownPercent;
}

/// <summary>Settings of the rule <c>spam</c>.</summary>
internal sealed record SpamSettings : ClassifierSettings
{
    public SpamSettings() => (Hold, HoldWithWebsite, Reject, RejectWithWebsite) = (0.6, 0.93, 0.87, 0.993);
}

/// <summary>Settings of the rule <c>abuse</c>.</summary>
internal sealed record AbuseSettings : ClassifierSettings
{
    public AbuseSettings() => (Hold, HoldWithWebsite, Reject, RejectWithWebsite) = (0.825, 0.825, 0.977, 0.977);
}
