using System.ComponentModel;
using System.ComponentModel.DataAnnotations;

namespace CommentService.Moderation.Rules;

/// <summary>Settings of <see cref="ExternalRule"/>. Addresses and keys are the operator's: they stand in the service's configuration, not here.</summary>
internal sealed record ExternalSettings : RuleSettings
{
    public ExternalSettings() => Mode = RuleMode.Off;

    /// <summary>Whom to ask. Default Akismet.</summary>
    [Description("Whom to ask: akismet, moderations (an endpoint that speaks OpenAI's /v1/moderations) or callout (a publisher's own service). Its address and key are in the service's configuration.")]
    public ExternalService Service { get; init; } = ExternalService.Akismet;

    /// <summary>How long a comment waits for the answer. Default 5 seconds.</summary>
    [Description("How long a comment waits for the answer, all attempts included; after that it is held.")]
    [Range(typeof(TimeSpan), "00:00:01", "00:01:00")]
    public TimeSpan Timeout { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>What to do with what the service suspects. Default <c>hold</c>.</summary>
    [Description("What to do with a comment that the service suspects or flags.")]
    public RuleAction SuspectAction { get; init; } = RuleAction.Hold;

    /// <summary>What to do with what the service is sure about. Default <c>reject</c>.</summary>
    [Description("What to do with a comment that the service is sure about: Akismet's blatant spam, a score from certainPercent on, a callout's reject.")]
    public RuleAction CertainAction { get; init; } = RuleAction.Reject;

    /// <summary>The score from which a flag of a moderation endpoint is certain, in percent. Default 95.</summary>
    [Description("The highest score, in percent, from which on what a moderations endpoint flags is certain.")]
    [Range(1, 100)]
    public int CertainPercent { get; init; } = 95;
}
