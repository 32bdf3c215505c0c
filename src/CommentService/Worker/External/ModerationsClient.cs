using System.Globalization;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;
using CommentService.Contracts;
using CommentService.Hosting.Outgoing;
using CommentService.Moderation;
using Microsoft.Extensions.Options;

namespace CommentService.Worker.External;

/// <summary>
/// An endpoint that speaks OpenAI's <c>/v1/moderations</c>: asked with <c>{ model, input: [name, comment] }</c>, it answers
/// <c>{ results: [ { flagged, categories, category_scores }, … ] }</c>, one for each text.
/// </summary>
internal sealed class ModerationsClient(OutgoingHttp http, IOptions<ExternalOptions> options) : IExternalClient
{
    private const int MaxAnswer = 64 * 1024;
    private const int MostCategories = 3;
    private const int MaxCategoryLength = 40;

    public ExternalService Service => ExternalService.Moderations;

    public async Task<ExternalReply> AskAsync(Submission submission, bool isRecheck, CancellationToken cancellation)
    {
        var moderations = options.Value.Moderations;
        if (moderations.Address is null)
        {
            throw new ExternalFailureException("it has no address (setting Comments:External:Moderations:Address)");
        }

        using var request = new HttpRequestMessage(HttpMethod.Post, moderations.Address)
        {
            Content = JsonContent.Create(new { model = moderations.Model, input = new[] { submission.Name, submission.Comment } }),
        };
        request.Headers.Authorization = moderations.Key is null ? null : new AuthenticationHeaderValue("Bearer", moderations.Key);
        var answer = await http.SendAsync(request, MaxAnswer, cancellation);
        if (answer.Status != StatusCodes.Status200OK)
        {
            throw ExternalFailureException.OfStatus(answer.Status);
        }

        return new ExternalReply(Read(answer.IsWhole ? answer.Body : []) ?? throw new ExternalFailureException("its answer cannot be understood"));
    }

    /// <summary>What the answer says; null where it makes no sense.</summary>
    private static ExternalAnswer? Read(byte[] body)
    {
        try
        {
            var results = JsonElement.Parse(body).GetProperty("results");
            var flags = results.EnumerateArray().Select(result => result.GetProperty("flagged").GetBoolean()).ToList();
            return flags.Count == 0 ? null : new ExternalAnswer
            {
                Service = ExternalService.Moderations,
                State = ExternalState.Answered,
                Opinion = flags.Contains(true) ? ExternalOpinion.Suspect : ExternalOpinion.Clean,
                Score = flags.Contains(true) ? Flagged(results).Select(c => (double?)c.Score).FirstOrDefault() : null,
                Detail = flags.Contains(true) ? string.Join(", ", Flagged(results).Take(MostCategories).Select(Word)) : null,
            };
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException or KeyNotFoundException or FormatException)
        {
            return null;
        }
    }

    /// <summary>The categories that were flagged with their scores, the highest first.</summary>
    private static IEnumerable<(string Name, double Score)> Flagged(JsonElement results) =>
        from result in results.EnumerateArray()
        where result.TryGetProperty("categories", out _) && result.TryGetProperty("category_scores", out _)
        from category in result.GetProperty("categories").EnumerateObject()
        where category.Value.ValueKind == JsonValueKind.True && result.GetProperty("category_scores").TryGetProperty(category.Name, out _)
        let score = Math.Clamp(result.GetProperty("category_scores").GetProperty(category.Name).GetDouble(), 0, 1)
        orderby score descending
        select (category.Name, score);

    private static string Word((string Name, double Score) category) => string.Create(
        CultureInfo.InvariantCulture, $"{string.Concat(category.Name.Where(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_' or '/').Take(MaxCategoryLength))} {category.Score:0.00}");
}
