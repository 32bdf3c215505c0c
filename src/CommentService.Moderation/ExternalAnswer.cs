namespace CommentService.Moderation;

/// <summary>The kinds of outside services that the rule <c>external</c> can ask.</summary>
public enum ExternalService
{
    /// <summary>Akismet's <c>comment-check</c>.</summary>
    Akismet,

    /// <summary>An endpoint that speaks OpenAI's <c>/v1/moderations</c>.</summary>
    Moderations,

    /// <summary>A publisher's own service, asked with signed JSON.</summary>
    Callout,
}

/// <summary>How it went with the outside service.</summary>
public enum ExternalState
{
    /// <summary>It was not asked.</summary>
    NotAsked,

    /// <summary>It answered.</summary>
    Answered,

    /// <summary>It was asked and answers later.</summary>
    Waiting,

    /// <summary>It could not be asked, or did not answer in a way that can be understood.</summary>
    Failed,
}

/// <summary>What the outside service thinks of a comment.</summary>
public enum ExternalOpinion
{
    /// <summary>Nothing speaks against it.</summary>
    Clean,

    /// <summary>Something does.</summary>
    Suspect,

    /// <summary>It is sure that this is not to be published.</summary>
    Certain,
}

/// <summary>What the rule <c>external</c> wants to have asked.</summary>
/// <param name="Service">Whom.</param>
/// <param name="Timeout">How long a comment waits for the answer, all attempts included.</param>
public sealed record ExternalQuestion(ExternalService Service, TimeSpan Timeout);

/// <summary>What came of asking an outside service: a fact like any other, so that the verdict can be made again without asking.</summary>
public sealed record ExternalAnswer
{
    /// <summary>Nobody was asked.</summary>
    public static ExternalAnswer NotAsked { get; } = new();

    /// <summary>Who was asked.</summary>
    public ExternalService Service { get; init; }

    /// <summary>How it went.</summary>
    public ExternalState State { get; init; }

    /// <summary>What it thinks, where it answered.</summary>
    public ExternalOpinion Opinion { get; init; }

    /// <summary>From 0 to 1, where it gave one.</summary>
    public double? Score { get; init; }

    /// <summary>Its own words, or why it failed; at most 200 characters, never the comment's text.</summary>
    public string? Detail { get; init; }

    /// <summary>It could not be asked.</summary>
    /// <param name="service">Who was meant.</param>
    /// <param name="why">Goes on from "could not be asked: ".</param>
    public static ExternalAnswer Failed(ExternalService service, string why) => new() { Service = service, State = ExternalState.Failed, Detail = why };
}
