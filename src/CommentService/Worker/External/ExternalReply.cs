using CommentService.Contracts;
using CommentService.Moderation;

namespace CommentService.Worker.External;

/// <summary>What came of asking.</summary>
/// <param name="Answer">For the rules.</param>
/// <param name="AskAgainIn">The service does not know yet, and wants to be asked again after so long.</param>
internal sealed record ExternalReply(ExternalAnswer Answer, TimeSpan? AskAgainIn = null);

/// <summary>A service gave no answer that can be used.</summary>
/// <param name="why">Why, for a moderator: goes on from "could not be asked: ". Never the comment's text.</param>
/// <param name="isTransient">Whether the next attempt may go better.</param>
internal sealed class ExternalFailureException(string why, bool isTransient = false) : Exception(why)
{
    public bool IsTransient => isTransient;

    /// <summary>For a status that is no answer.</summary>
    public static ExternalFailureException OfStatus(int status) =>
        new(FormattableString.Invariant($"it answered with status {status}"), isTransient: status is 408 or 429 or >= 500);
}

/// <summary>One kind of outside service.</summary>
internal interface IExternalClient
{
    ExternalService Service { get; }

    /// <summary>Asks once.</summary>
    /// <param name="submission">About what.</param>
    /// <param name="isRecheck">It was asked before and wanted to be asked again.</param>
    /// <param name="cancellation">Ends it.</param>
    /// <exception cref="ExternalFailureException">There is no answer.</exception>
    Task<ExternalReply> AskAsync(Submission submission, bool isRecheck, CancellationToken cancellation);
}
