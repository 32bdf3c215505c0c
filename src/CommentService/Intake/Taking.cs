using System.Collections.Concurrent;
using System.Data.Common;
using System.Net;
using CommentService.Contracts;
using CommentService.Hosting.Outgoing;
using CommentService.Messaging;
using CommentService.Moderation;
using CommentService.Storage;
using Microsoft.Extensions.Options;

namespace CommentService.Intake;

/// <summary>What came of trying to take a submission: its id, or why not.</summary>
internal sealed record Taken(Guid Id, Refusal? Refusal)
{
    public static Taken Refused(Refusal refusal) => new(Guid.Empty, refusal);
}

/// <summary>
/// Takes a valid submission: known again if it came before, else made durable under a new id. Twins in flight wait for
/// the first and get its answer.
/// </summary>
internal sealed class Taking(Lookup lookup, ISubmissionQueue queue, Ids ids, HashKeys keys, IOptions<ExternalOptions> external, TimeProvider time)
{
    private readonly ConcurrentDictionary<long, InFlight> inFlight = new();

    public async Task<Taken> TakeAsync(ValidSubmission valid, string? idempotencyKey, IPAddress? address, bool isKnownPage, CancellationToken cancellation)
    {
        var request = RequestOf(valid, idempotencyKey, address);
        var mine = new InFlight(request.ContentKey);
        for (var first = inFlight.GetOrAdd(request.Key, mine); first != mine; first = inFlight.GetOrAdd(request.Key, mine))
        {
            var taken = await first.Result.Task.WaitAsync(cancellation);
            if (first.ContentKey == request.ContentKey)
            {
                return taken;
            }

            if (taken.Refusal is null)
            {
                return Taken.Refused(Refusal.KeyReused);
            }

            // What other content was refused for says nothing of this one: it is asked for itself.
        }

        var answer = Taken.Refused(Refusal.Unavailable);
        try
        {
            // Not cut short by a client that leaves: its twin may wait for this answer.
            return answer = await TakeOnceAsync(valid, request, address, isKnownPage);
        }
        catch (Exception exception) when (exception is SpoolUnavailableException or DbException)
        {
            return answer;
        }
        finally
        {
            inFlight.TryRemove(request.Key, out _);
            mine.Result.SetResult(answer);
        }
    }

    private async Task<Taken> TakeOnceAsync(ValidSubmission valid, Request request, IPAddress? address, bool isKnownPage)
    {
        // The queue before the database: what has left it is in the database already.
        var waiting = queue.Find(request.Key);
        var known = await lookup.AskAsync(valid.ArticleId, valid.ParentId, request.Key);
        var earlier = waiting is { } spooled ? new EarlierRequest(spooled.Id, spooled.ContentKey) : known.Earlier;
        if (earlier is not null && time.GetUtcNow() - Ids.TimeOf(earlier.Id) < RequestLife.Of(request.ContentKey))
        {
            return earlier.ContentKey == request.ContentKey ? new Taken(earlier.Id, null) : Taken.Refused(Refusal.KeyReused);
        }

        if (Objection(valid, known) is { } refusal)
        {
            return Taken.Refused(refusal);
        }

        var submission = SubmissionOf(valid, request, address, isKnownPage);
        await queue.AddAsync(submission);
        return new Taken(submission.Id, null);
    }

    private static Refusal? Objection(ValidSubmission valid, LookupAnswer known) =>
        !known.ArticleIsThere ? Refusal.UnknownArticle
        : !known.IsOpen ? Refusal.Closed
        : !known.ParentIsThere ? Refusal.ParentMissing(valid.Names[IntakeField.ParentId])
        : null;

    private Submission SubmissionOf(ValidSubmission valid, Request request, IPAddress? address, bool isKnownPage)
    {
        var (authorKey, identity) = keys.Author(valid.Name, valid.Email, address);
        return new Submission
        {
            Id = ids.Next(),
            ArticleId = valid.ArticleId,
            ParentId = valid.ParentId,
            Name = valid.Name,
            Comment = valid.Comment,
            Email = valid.Email,
            Website = valid.Website,
            Language = valid.Language,
            ArticleTitle = isKnownPage ? valid.ArticleTitle : null,
            ArticleUrl = isKnownPage ? valid.ArticleUrl : null,
            HoneypotFilled = valid.HoneypotFilled,
            AuthorKey = authorKey,
            AuthorIdentity = (int)identity,
            AddressKey = address is null ? null : keys.Address(address),
            Address = external.Value.Akismet.Key is null ? null : address?.ToString(),
            RequestKey = request.Key,
            ContentKey = request.ContentKey,
            TraceParent = System.Diagnostics.Activity.Current is { Recorded: true } activity ? activity.Id : null,
        };
    }

    /// <summary>By the client's key where it gave one; else a double click is known by its name, text, article and address.</summary>
    private Request RequestOf(ValidSubmission valid, string? idempotencyKey, IPAddress? address) => idempotencyKey is not null
        ? new Request(
            keys.Hash("idempotency-key", valid.ArticleId, idempotencyKey),
            keys.Hash("content", valid.Name, valid.Comment, valid.Email, valid.Website, valid.ParentId?.ToString()))
        : new Request(
            keys.Hash("double-click", valid.ArticleId, valid.Name, valid.Comment, address is null ? null : HashKeys.Network(address)),
            0);

    private sealed record Request(long Key, long ContentKey);

    private sealed class InFlight(long contentKey)
    {
        public long ContentKey { get; } = contentKey;

        public TaskCompletionSource<Taken> Result { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
    }
}
