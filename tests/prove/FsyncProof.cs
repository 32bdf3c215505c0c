using System.Text.RegularExpressions;
using CommentService.Tests.Crash;
using CommentService.Tests.Running;

namespace CommentService.Prove;

/// <summary>
/// A killed process shows nothing of what a power cut takes. So the service runs under strace, and its system calls say
/// two things of every submission: the 202 went out only after a sync of spool.db-wal that began after the whole
/// transaction with this submission was written to it, and had ended; and the submission left the spool only after the
/// same was so of comments.db-wal and the comment. (That the disk does what a sync asks of it is for the disk to keep.)
/// </summary>
internal static partial class FsyncProof
{
    private const int Readers = 8;

    private static readonly TimeSpan SettledWithin = TimeSpan.FromMinutes(2);

    public static async Task<Proof> RunAsync(int submissions)
    {
        using var data = new TemporaryDirectory();
        using var elsewhere = new TemporaryDirectory();
        var trace = elsewhere.PathOf("trace");
        var ledger = await RunUnderTraceAsync(data, trace, submissions);

        var calls = SystemCall.Read(File.ReadLines(trace)).ToList();
        var spool = WalCommit.Read(calls, data.PathOf("spool.db-wal"));
        var comments = WalCommit.Read(calls, data.PathOf("comments.db-wal"));
        var posts = ledger.Accepted.ToDictionary(p => p.Id!.Value.ToString(), p => p.Text);

        var spooled = DurableAt(spool, posts.Keys, SpooledId());
        var stored = DurableAt(comments, posts.Values, PostText());
        var answers = calls.Where(c => c.IsSend && c.Text.StartsWith("HTTP/1.1 202", StringComparison.Ordinal)).ToList();
        var early = answers.Where(a => !(LineOf(spooled, AnsweredId().Match(a.Text).Value) < a.Began)).Select(a => $"202 for {AnsweredId().Match(a.Text).Value} went out before its sync had ended");
        var left = LeftAt(spool);
        var hasty = left.Where(l => !(posts.TryGetValue(l.Key, out var text) && LineOf(stored, text) < l.Value)).Select(l => $"{l.Key} left the spool before the sync of its comment had ended");
        var missing = answers.Select(a => AnsweredId().Match(a.Text).Value).Distinct().Count();
        string[] unseen = missing == posts.Count ? [] : [$"{posts.Count} submissions were accepted, the trace shows a 202 for {missing}"];
        var syncs = calls.Count(c => c.IsSync && c.Path == data.PathOf("spool.db-wal"));
        return new Proof(
            $"{posts.Count} submissions, {answers.Count} answers 202 in the trace, each after its sync; {spool.Count} transactions and {syncs} syncs of spool.db-wal; {left.Count} seen leaving the spool, each after the sync of its comment",
            [.. ledger.Contradictions, .. unseen, .. early, .. hasty]);
    }

    private static async Task<Ledger> RunUnderTraceAsync(TemporaryDirectory data, string trace, int submissions)
    {
        var ledger = new Ledger();
        await using var service = await ServiceProcess.StartAsync(data, new ServiceStart
        {
            // -D: the process that is started becomes the service, and the tracer stands beside it.
            Under = ["strace", "-D", "-f", "-yy", "-xx", "-ttt", "-s", "4096", "-e", "trace=fsync,fdatasync,write,writev,sendto,sendmsg,pwrite64", "-o", trace],
        });
        var readers = new Readers(service, ledger);
        using var enough = new CancellationTokenSource();
        var posting = readers.PostUntilGoneAsync(Readers, enough.Token);
        await Condition.HoldsAsync(() => ledger.Accepted.Count() >= submissions || service.HasEnded, TimeSpan.FromMinutes(3));
        await enough.CancelAsync();
        await posting;
        await readers.SettledAsync(SettledWithin);
        await service.StopAsync();
        return ledger;
    }

    private static int LineOf(Dictionary<string, int> durable, string what) => durable.GetValueOrDefault(what, int.MaxValue);

    /// <summary>For each text, the line on which the first transaction that holds it had become durable.</summary>
    private static Dictionary<string, int> DurableAt(IReadOnlyList<WalCommit> commits, IEnumerable<string> wanted, Regex pattern)
    {
        var at = new Dictionary<string, int>();
        var all = wanted.ToHashSet();
        foreach (var commit in commits)
        {
            foreach (var found in commit.Pages.Values.SelectMany(page => pattern.Matches(page)).Select(m => m.Value).Where(all.Contains))
            {
                at.TryAdd(found, commit.Durable);
            }
        }

        return at;
    }

    /// <summary>For each id, the line on which the first write of the transaction began that wrote its pages without it.</summary>
    private static Dictionary<string, int> LeftAt(IReadOnlyList<WalCommit> commits)
    {
        var pages = new Dictionary<uint, HashSet<string>>();
        var left = new Dictionary<string, int>();
        foreach (var commit in commits)
        {
            var before = commit.Pages.Keys.SelectMany(number => pages.GetValueOrDefault(number, [])).ToHashSet();
            foreach (var (number, page) in commit.Pages)
            {
                pages[number] = [.. SpooledId().Matches(page).Select(m => m.Value)];
            }

            // A row that only moved stands on another page of the same transaction.
            before.ExceptWith(pages.Values.SelectMany(ids => ids));
            foreach (var id in before)
            {
                left.TryAdd(id, commit.Began);
            }
        }

        return left;
    }

    [GeneratedRegex("(?<=\"id\":\")[0-9a-f-]{36}")]
    private static partial Regex SpooledId();

    [GeneratedRegex("(?<=/api/v1/submissions/)[0-9a-f-]{36}")]
    private static partial Regex AnsweredId();

    [GeneratedRegex(@"Post \d+: the early train was late again today\.")]
    private static partial Regex PostText();
}
