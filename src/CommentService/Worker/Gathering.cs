using System.Threading.Channels;
using CommentService.Contracts;
using CommentService.Messaging;

namespace CommentService.Worker;

/// <summary>
/// Makes one group of all messages that are at hand: those that come while a group is stored share the next one, and its
/// transaction. One group at a time: it sees what the group before it stored.
/// </summary>
internal sealed class Gathering : IHostedService, IDisposable
{
    private const int MostSubmissions = 1_000;
    private static readonly TimeSpan LongestStop = TimeSpan.FromSeconds(10);

    private readonly GroupProcessor processor;
    private readonly Crowd crowd;
    private readonly TimeProvider time;
    private readonly Channel<Waiting> queue = Channel.CreateUnbounded<Waiting>(new UnboundedChannelOptions { SingleReader = true });
    private readonly CancellationTokenSource stopping = new();
    private readonly Task loop;

    public Gathering(GroupProcessor processor, Crowd crowd, TimeProvider time)
    {
        (this.processor, this.crowd, this.time) = (processor, crowd, time);
        loop = Task.Run(RunAsync);
    }

    /// <summary>Returns when each of these submissions is stored, held or set aside.</summary>
    public Task ProcessAsync(IReadOnlyList<byte[]> bodies)
    {
        // Read here, beside the group that is being stored.
        var waiting = new Waiting(bodies, [.. bodies.Select(SubmissionBody.Read)]);
        return queue.Writer.TryWrite(waiting) ? waiting.Task : Task.FromException(new OperationCanceledException());
    }

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <summary>What is at hand is done; only a database that is away can hold it up, and then it goes back to the broker.</summary>
    public async Task StopAsync(CancellationToken cancellationToken)
    {
        queue.Writer.TryComplete();
        await Task.WhenAny(loop, Task.Delay(LongestStop, time, cancellationToken));
        await stopping.CancelAsync();
    }

    public void Dispose() => stopping.Dispose();

    private async Task RunAsync()
    {
        while (await queue.Reader.WaitToReadAsync())
        {
            await crowd.YieldAsync(CancellationToken.None);
            var group = Take();
            try
            {
                await ModerateAsync(group, stopping.Token);
                group.ForEach(waiting => waiting.TrySetResult());
            }
            catch (Exception exception)
            {
                // Nothing but the end of the process is known to come here; whatever it is, the broker delivers it again.
                group.ForEach(waiting => waiting.TrySetException(exception));
            }
        }
    }

    private List<Waiting> Take()
    {
        var group = new List<Waiting>();
        for (var count = 0; count < MostSubmissions && queue.Reader.TryRead(out var next); count += next.Submissions.Count)
        {
            group.Add(next);
        }

        return group;
    }

    private async Task ModerateAsync(List<Waiting> group, CancellationToken cancellation)
    {
        var unreadable = group.SelectMany(waiting => waiting.Unreadable).ToList();
        if (unreadable.Count > 0)
        {
            await processor.SetAsideAsync(unreadable, cancellation);
        }

        await processor.ProcessAsync([.. group.SelectMany(waiting => waiting.Submissions.OfType<Submission>())], cancellation);
    }

    private sealed class Waiting(IReadOnlyList<byte[]> bodies, IReadOnlyList<Submission?> submissions) : TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously)
    {
        public IReadOnlyList<Submission?> Submissions { get; } = submissions;

        public IEnumerable<byte[]> Unreadable { get; } = [.. bodies.Where((_, i) => submissions[i] is null)];
    }
}
