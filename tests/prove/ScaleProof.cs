using System.Diagnostics;
using System.Globalization;
using System.Net.Http.Json;
using System.Text.Json;
using CommentService.Compliance.Servers;
using CommentService.Tests.Crash;
using CommentService.Tests.Running;

namespace CommentService.Prove;

/// <summary>
/// Two services side by side, one with ten thousand comments and one with a million (a tenth of them held), the same in
/// the last day and on one article. Asked the same in turn, the large one takes no more than half as long again.
/// </summary>
internal static class ScaleProof
{
    private const int Few = 10_000;
    private const int Recent = 5_000;
    private const int PagesWalked = 20;

    /// <summary>Both must run fully optimised code before a time counts: the runtime gets there for one of them sooner than for the other.</summary>
    private const int WarmUp = 400;
    private const int Rounds = 80;
    private const double MostRatio = 1.5;

    /// <summary>Every 25th of the last day, so that half of its comments are held.</summary>
    private const string Article = "the-same";

    /// <param name="many">Comments of the large one.</param>
    /// <param name="server">Where both databases move before anything is asked; SQLite if null.</param>
    public static async Task<Proof> RunAsync(int many, PostgresServer? server = null)
    {
        TestStore.Postgres = null;
        using var fewData = new TemporaryDirectory();
        using var manyData = new TemporaryDirectory();
        var now = DateTimeOffset.UtcNow;
        await FillAsync(fewData, Few, now);
        var filling = Stopwatch.StartNew();
        await FillAsync(manyData, many, now);
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"  {many:N0} comments stored in {filling.Elapsed.TotalSeconds:N0} s"));

        if (server is not null)
        {
            await Moving.ToPostgresAsync(fewData, server);
            await Moving.ToPostgresAsync(manyData, server);
        }

        await using var few = await Site.OpenAsync(fewData, now);
        await using var large = await Site.OpenAsync(manyData, now);
        var names = few.Questions.Keys.ToList();
        for (var round = 0; round < WarmUp + Rounds; round++)
        {
            foreach (var name in names)
            {
                await few.AskAsync(name, round);
                await large.AskAsync(name, round);
            }
        }

        var rows = names.Select(name => (Name: name, Few: few.Median(name), Large: large.Median(name))).ToList();
        foreach (var row in rows)
        {
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"  {row.Name,-34} {row.Few,6:F2} ms at {Few:N0}   {row.Large,6:F2} ms at {many:N0}   {row.Large / row.Few:F2} times"));
        }

        return new Proof(
            string.Create(CultureInfo.InvariantCulture, $"{many:N0} comments against {Few:N0}, {Rounds} rounds of {names.Count} requests each, medians"),
            [.. rows.Where(row => row.Large > MostRatio * row.Few).Select(row => string.Create(CultureInfo.InvariantCulture, $"{row.Name} takes {row.Large / row.Few:F2} times as long"))]);
    }

    private static async Task FillAsync(TemporaryDirectory data, int count, DateTimeOffset now)
    {
        Guid approved, held;
        await using (var service = await ServiceProcess.StartAsync(data))
        {
            approved = await PostAsync(service, "The benches by the river are always taken on a dry Saturday, and so is the low wall.", "approved");
            held = await PostAsync(service, "See http://a.example/1 http://b.example/2 http://c.example/3", "held");
            // The spool is empty and every change has its position before the rows are copied.
            await Condition.HoldsAsync(async () => (await service.Admin.GetFromJsonAsync<JsonElement>("/api/v1/events?after=0")).GetProperty("items").GetArrayLength() == 2, TimeSpan.FromSeconds(20));
            await service.StopAsync();
        }

        using var stored = new StoredComments(data.PathOf("comments.db"), approved, held);
        stored.Add(count - Recent, now.AddYears(-2), now.AddDays(-2), "'article-' || (i % 500)", "i % 50000");
        stored.Add(Recent, now.AddHours(-23), now.AddMinutes(-5), $"CASE WHEN i % 25 = 0 THEN '{Article}' ELSE 'article-' || (i % 500) END", "-1 - i % 500");
    }

    private static async Task<Guid> PostAsync(ServiceProcess service, string comment, string expected)
    {
        using var answer = await service.Client.PostAsJsonAsync("/api/v1/articles/template/comments", new { name = "Ann", comment });
        var id = (await answer.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("id").GetGuid();
        await Condition.HoldsAsync(async () => (await service.Client.GetFromJsonAsync<JsonElement>($"/api/v1/submissions/{id}")).GetProperty("status").GetString() == expected, TimeSpan.FromSeconds(20));
        return id;
    }

    /// <summary>One of the two services, what is asked of it and how long that took.</summary>
    private sealed class Site(ServiceProcess service, IReadOnlyDictionary<string, Func<int, HttpRequestMessage>> questions) : IAsyncDisposable
    {
        private readonly Dictionary<string, List<double>> milliseconds = questions.Keys.ToDictionary(name => name, _ => new List<double>());

        public IReadOnlyDictionary<string, Func<int, HttpRequestMessage>> Questions => questions;

        public static async Task<Site> OpenAsync(TemporaryDirectory data, DateTimeOffset now)
        {
            var service = await ServiceProcess.StartAsync(data);
            var held = (await PageAsync(service, $"article={Article}&limit=200")).Items;
            string? deep = null;
            for (var page = 0; page < PagesWalked; page++)
            {
                deep = (await PageAsync(service, $"limit=10&cursor={deep}")).Next;
            }

            var day = $"from={now.AddDays(-1):yyyy-MM-ddTHH:mm:ssZ}&to={now:yyyy-MM-ddTHH:mm:ssZ}";
            HttpRequestMessage Get(string path) => new(HttpMethod.Get, path);
            return new Site(service, new Dictionary<string, Func<int, HttpRequestMessage>>
            {
                ["queue, first page"] = _ => Get("/api/v1/moderation/comments"),
                ["queue, a later page"] = _ => Get($"/api/v1/moderation/comments?limit=10&cursor={deep}"),
                ["queue, newest first"] = _ => Get("/api/v1/moderation/comments?sort=newest"),
                ["queue of an article"] = _ => Get($"/api/v1/moderation/comments?article={Article}&status=approved"),
                ["a comment with history and author"] = round => Get($"/api/v1/moderation/comments/{held[round % Rounds]}"),
                // What is left of them is for warming up: a decision, and it is taken back.
                ["a decision"] = round => new(HttpMethod.Post, "/api/v1/moderation/comments/" + (round < WarmUp ? $"{held[^1]}/{(round % 2 == 0 ? "approve" : "hold")}" : $"{held[round - WarmUp]}/approve")),
                ["article page after a decision"] = _ => Get($"/api/v1/articles/{Article}/comments"),
                ["article page once more"] = _ => Get($"/api/v1/articles/{Article}/comments"),
                ["article page, newest first"] = _ => Get($"/api/v1/articles/{Article}/comments?sort=newest&limit=20"),
                ["statistics of a day"] = _ => Get($"/api/v1/moderation/stats?{day}"),
            });
        }

        public async Task AskAsync(string name, int round)
        {
            using var request = questions[name](round);
            var start = Stopwatch.GetTimestamp();
            using var answer = await service.Admin.SendAsync(request);
            await answer.Content.ReadAsByteArrayAsync();
            var elapsed = Stopwatch.GetElapsedTime(start).TotalMilliseconds;
            answer.EnsureSuccessStatusCode();
            if (round >= WarmUp)
            {
                milliseconds[name].Add(elapsed);
            }
        }

        public double Median(string name) => milliseconds[name].Order().ElementAt(Rounds / 2);

        public ValueTask DisposeAsync() => service.DisposeAsync();

        private static async Task<(List<string> Items, string? Next)> PageAsync(ServiceProcess service, string query)
        {
            var page = await service.Admin.GetFromJsonAsync<JsonElement>("/api/v1/moderation/comments?" + query);
            return ([.. page.GetProperty("items").EnumerateArray().Select(item => item.GetProperty("id").GetString()!)], page.GetProperty("next").GetString());
        }
    }
}
