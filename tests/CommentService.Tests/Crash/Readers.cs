using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using CommentService.Tests.Running;

namespace CommentService.Tests.Crash;

/// <summary>Readers who post at the same time, and who send again what was not answered.</summary>
/// <param name="services">The processes that take posts; each request goes to the next one, as behind a balancer.</param>
internal sealed class Readers(IReadOnlyList<ServiceProcess> services, Ledger ledger)
{
    private static readonly TimeSpan BetweenPosts = TimeSpan.FromMilliseconds(100);

    private uint turn;

    public Readers(ServiceProcess service, Ledger ledger)
        : this([service], ledger)
    {
    }

    /// <summary>Each of them posts, one after the other, until the service is gone or is told to.</summary>
    public Task PostUntilGoneAsync(int readers, CancellationToken enough = default) => Task.WhenAll(
        Enumerable.Range(0, readers).Select(_ => Task.Run(() => PostAsync(enough), CancellationToken.None)));

    /// <summary>Each of them posts, with pauses, and sends again what was not taken, until it is or they are told to end.</summary>
    public Task PostThroughFaultsAsync(int readers, CancellationToken enough) => Task.WhenAll(
        Enumerable.Range(0, readers).Select(_ => Task.Run(() => PostThroughFaultsAsync(enough), CancellationToken.None)));

    /// <summary>First what the last life left unanswered, then new posts.</summary>
    public async Task PostAllUntilGoneAsync(int readers, CancellationToken enough = default)
    {
        await SendUnansweredAsync();
        await PostUntilGoneAsync(readers, enough);
    }

    /// <summary>Sends again all that has no answer yet, until it has one or the service is gone.</summary>
    public Task SendUnansweredAsync() => Parallel.ForEachAsync(
        ledger.Unanswered.ToList(),
        new ParallelOptions { MaxDegreeOfParallelism = 16 },
        async (post, _) =>
        {
            post.WasRetried = true;
            while (post.Id is null && await SendAsync(post) is not null)
            {
                // Refused for now: again.
            }
        });

    /// <summary>Waits until every accepted submission's receipt tells what became of it.</summary>
    /// <returns>The receipts' words by id.</returns>
    public async Task<IReadOnlyDictionary<Guid, string>> SettledAsync(TimeSpan within)
    {
        var words = new System.Collections.Concurrent.ConcurrentDictionary<Guid, string>();
        using var deadline = new CancellationTokenSource(within);
        try
        {
            await Parallel.ForEachAsync(
                ledger.Accepted.SelectMany(p => p.Ids),
                new ParallelOptions { MaxDegreeOfParallelism = 8, CancellationToken = deadline.Token },
                async (id, cancellation) => words[id] = await SettledAsync(id, cancellation));
        }
        catch (OperationCanceledException)
        {
            throw new TimeoutException($"{words.Count} of {ledger.Accepted.Count()} accepted submissions are settled after {within.TotalSeconds} s:\n{services[0].Log}");
        }

        return words;
    }

    /// <summary>Sends one post once, or twice at the same moment where it is a twin.</summary>
    public async Task<HttpStatusCode?> SendAsync(Post post)
    {
        if (!post.IsTwin)
        {
            return await SendOnceAsync(post);
        }

        var answers = await Task.WhenAll(SendOnceAsync(post), SendOnceAsync(post));
        return answers[0] ?? answers[1];
    }

    private async Task PostThroughFaultsAsync(CancellationToken enough)
    {
        while (!enough.IsCancellationRequested)
        {
            var post = ledger.NewPost();
            while (await SendAsync(post) != HttpStatusCode.Accepted && post.Id is null && !enough.IsCancellationRequested)
            {
                post.WasRetried = true;
                await Task.Delay(BetweenPosts, CancellationToken.None);
            }

            await Task.Delay(BetweenPosts, CancellationToken.None);
        }
    }

    private ServiceProcess Next() => services[(int)(Interlocked.Increment(ref turn) % services.Count)];

    private async Task PostAsync(CancellationToken enough)
    {
        while (!enough.IsCancellationRequested && await SendAsync(ledger.NewPost()) is not null)
        {
            // The next one, until a connection fails: then this reader waits for the service to come back.
        }
    }

    private async Task<string> SettledAsync(Guid id, CancellationToken cancellation)
    {
        while (true)
        {
            var receipt = await Next().Client.GetFromJsonAsync<JsonElement>($"/api/v1/submissions/{id}", cancellation);
            var status = receipt.GetProperty("status").GetString()!;
            if (status != "queued")
            {
                return status;
            }

            await Task.Delay(10, cancellation);
        }
    }

    /// <returns>The status that was answered; null where the connection failed first.</returns>
    private async Task<HttpStatusCode?> SendOnceAsync(Post post)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, $"/api/v1/articles/{post.Article}/comments");
        request.Content = JsonContent.Create(new { name = post.Name, comment = post.Text, homepage = post.Homepage });
        request.Headers.Add("X-Forwarded-For", post.Address);
        if (post.Key is not null)
        {
            request.Headers.Add("Idempotency-Key", post.Key);
        }

        try
        {
            using var answer = await Next().Client.SendAsync(request);
            await RecordAsync(post, answer);
            return answer.StatusCode;
        }
        catch (Exception exception) when (ServiceProcess.IsGone(exception))
        {
            return null;
        }
    }

    private async Task RecordAsync(Post post, HttpResponseMessage answer)
    {
        if (answer.StatusCode == HttpStatusCode.Accepted)
        {
            // The status line is the promise; the id stands in the Location header beside it.
            ledger.Accept(post, Guid.Parse(answer.Headers.Location!.OriginalString.Split('/')[^1]));
        }
        else if (answer.StatusCode == HttpStatusCode.ServiceUnavailable && answer.Headers.RetryAfter is not null)
        {
            ledger.Refuse();
        }
        else
        {
            ledger.Contradict($"'{post.Text}' was answered with {(int)answer.StatusCode}: {await answer.Content.ReadAsStringAsync()}");
        }
    }
}
