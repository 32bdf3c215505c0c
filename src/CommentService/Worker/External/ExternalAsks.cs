using System.Collections.Concurrent;
using System.Threading.Channels;
using CommentService.Contracts;
using CommentService.Messaging;
using CommentService.Moderation;
using CommentService.Storage;

namespace CommentService.Worker.External;

/// <summary>
/// The way from the worker's group to the outside service and back. A submission that needs an answer is set apart, in
/// the group's own transaction, and holds up no other; with its answer it comes through the worker once more.
/// </summary>
internal sealed class ExternalAsks(TimeProvider time)
{
    /// <summary>After its time a submission is asked about by whoever finds it: the process that had it is gone.</summary>
    private static readonly TimeSpan Margin = TimeSpan.FromSeconds(2);

    private readonly ConcurrentDictionary<Guid, ExternalAnswer> answers = new();
    private readonly Channel<Submission> stored = Channel.CreateUnbounded<Submission>(new UnboundedChannelOptions { SingleReader = true });

    /// <summary>Submissions that were just set apart by this process.</summary>
    public ChannelReader<Submission> Stored => stored.Reader;

    /// <summary>What is known of a submission that is being judged: the answer, or that nobody was asked yet. Null where nobody is to be asked.</summary>
    public ExternalAnswer? Find(ExternalQuestion? question, Guid submission) =>
        answers.TryGetValue(submission, out var answer) ? answer : question is null ? null : ExternalAnswer.NotAsked;

    /// <summary>The answer that counts while a submission is judged.</summary>
    public void Set(Guid submission, ExternalAnswer? answer)
    {
        if (answer is null)
        {
            answers.TryRemove(submission, out _);
        }
        else
        {
            answers[submission] = answer;
        }
    }

    /// <summary>When nobody can be working on it any more.</summary>
    public DateTime DueAfter(ExternalQuestion question) => time.GetUtcNow().UtcDateTime + question.Timeout + Margin;

    public ExternalAsk RowOf(Submission submission, ExternalQuestion question) => new()
    {
        Id = submission.Id,
        Body = SubmissionBody.Write(submission),
        RequestKey = submission.RequestKey,
        ContentKey = submission.ContentKey,
        DueAt = DueAfter(question),
    };

    /// <summary>Has what was just stored asked about.</summary>
    public void Begin(IEnumerable<Submission> submissions)
    {
        foreach (var submission in submissions)
        {
            stored.Writer.TryWrite(submission);
        }
    }
}
