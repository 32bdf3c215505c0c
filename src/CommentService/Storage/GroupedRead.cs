using System.Collections.Concurrent;

namespace CommentService.Storage;

/// <summary>
/// A small read that many requests make at once: whoever asks while a group is being answered waits for the next one,
/// whose reads begin after the last of them asked and share what a read costs besides its rows: SQLite's locks, a
/// server's round trip. Alone, a caller reads at once on its own thread.
/// </summary>
/// <param name="database">Where it reads.</param>
/// <param name="answer">Answers each question of a group, in their order.</param>
internal sealed class GroupedRead<TQuestion, TAnswer>(Database database, Func<ReadSession, IReadOnlyList<TQuestion>, ValueTask<TAnswer[]>> answer)
{
    private const int MostInOneGroup = 128;

    private readonly ConcurrentQueue<Waiting> queue = new();
    private readonly List<Waiting> group = [];
    private readonly List<TQuestion> questions = [];
    private int isRunning;

    public Task<TAnswer> AskAsync(TQuestion question)
    {
        var waiting = new Waiting(question);
        queue.Enqueue(waiting);
        if (TryStart())
        {
            _ = RunAsync();
        }

        return waiting.Task;
    }

    private bool TryStart() => Interlocked.CompareExchange(ref isRunning, 1, 0) == 0;

    /// <summary>Answers one group, and leaves what came meanwhile to another thread: this one has an answer to go on with.</summary>
    private async Task RunAsync()
    {
        while (group.Count < MostInOneGroup && queue.TryDequeue(out var next))
        {
            group.Add(next);
            questions.Add(next.Question);
        }

        try
        {
            await AnswerAsync();
        }
        catch (Exception exception)
        {
            group.ForEach(waiting => waiting.TrySetException(exception));
        }

        group.Clear();
        questions.Clear();
        Volatile.Write(ref isRunning, 0);
        // Who asked after the last look and found this running is answered by whoever of both starts the next.
        Interlocked.MemoryBarrier();
        if (!queue.IsEmpty && TryStart())
        {
            ThreadPool.UnsafeQueueUserWorkItem(static self => _ = self.RunAsync(), this, preferLocal: false);
        }
    }

    private async ValueTask AnswerAsync()
    {
        using var session = database.Reads.Rent();
        if (!database.IsShared)
        {
            // One snapshot takes the locks once. On a server it would be one more round trip than the question.
            await session.BeginAsync(CancellationToken.None);
        }

        var answers = await answer(session, questions);
        for (var i = 0; i < answers.Length; i++)
        {
            group[i].TrySetResult(answers[i]);
        }
    }

    private sealed class Waiting(TQuestion question) : TaskCompletionSource<TAnswer>(TaskCreationOptions.RunContinuationsAsynchronously)
    {
        public TQuestion Question { get; } = question;
    }
}
