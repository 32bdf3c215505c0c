using System.Net.Http.Headers;
using System.Text.Json;

namespace CommentService.Tests.Running;

/// <summary>An answer of the service, read to its end.</summary>
public sealed class Answer
{
    private readonly HttpResponseHeaders headers;
    private readonly HttpContentHeaders contentHeaders;
    private JsonElement? json;

    private Answer(HttpResponseMessage response, byte[] body)
    {
        Status = (int)response.StatusCode;
        headers = response.Headers;
        contentHeaders = response.Content.Headers;
        Body = body;
        Text = System.Text.Encoding.UTF8.GetString(body);
    }

    public int Status { get; }

    public byte[] Body { get; }

    public string Text { get; }

    /// <summary>The body as JSON; fails the test where it is none.</summary>
    public JsonElement Json => json ??= Text.Length > 0 ? JsonElement.Parse(Text) : throw new InvalidOperationException($"{Status} without a body");

    public string? ContentType => contentHeaders.ContentType?.MediaType;

    /// <summary>The address to go to next, as it was sent.</summary>
    public string? Location => Header("Location");

    public string? ETag => Header("ETag");

    /// <summary>The id in the body.</summary>
    public string Id => Json.GetProperty("id").GetString()!;

    /// <summary>The ids of a list's items, in order.</summary>
    public IReadOnlyList<string> ItemIds => [.. Items.Select(item => item.GetProperty("id").GetString()!)];

    public IReadOnlyList<JsonElement> Items => [.. Json.GetProperty("items").EnumerateArray()];

    /// <summary>The cursor to the next page, or null on the last one.</summary>
    public string? Next => Json.GetProperty("next").GetString();

    public static async Task<Answer> ReadAsync(HttpResponseMessage response)
    {
        using (response)
        {
            return new Answer(response, await response.Content.ReadAsByteArrayAsync());
        }
    }

    /// <summary>A header's value, several joined by a comma, or null.</summary>
    public string? Header(string name) =>
        headers.TryGetValues(name, out var values) || contentHeaders.TryGetValues(name, out values) ? string.Join(", ", values) : null;

    /// <summary>A text member of the body, or null where it is null or absent.</summary>
    public string? Member(string name) => Json.TryGetProperty(name, out var value) ? value.GetString() : null;

    /// <summary>The messages of a validation error on one field, or none.</summary>
    public IReadOnlyList<string> ErrorsOf(string field) =>
        Json.TryGetProperty("errors", out var errors) && errors.TryGetProperty(field, out var messages)
            ? [.. messages.EnumerateArray().Select(message => message.GetString()!)]
            : [];

    /// <summary>Fails the test unless this is a whole problem (RFC 9457) of that status.</summary>
    /// <param name="kind">The last part of its type; any if null.</param>
    /// <returns>This.</returns>
    public Answer IsProblem(int status, string? kind = null)
    {
        Assert.True(Status == status, ToString());
        Assert.Equal("application/problem+json", ContentType);
        Assert.Equal(status, Json.GetProperty("status").GetInt32());
        foreach (var member in new[] { "type", "title", "detail", "traceId" })
        {
            Assert.False(string.IsNullOrWhiteSpace(Member(member)), $"{member} is missing in {this}");
        }

        Assert.EndsWith("/" + kind, kind is null ? "/" : Member("type"), StringComparison.Ordinal);
        return this;
    }

    /// <summary>Fails the test unless this is a validation error with just these messages on just this field.</summary>
    public Answer Refuses(string field, params string[] messages)
    {
        IsProblem(400, "validation");
        Assert.Equal([field], Json.GetProperty("errors").EnumerateObject().Select(error => error.Name));
        Assert.True(messages.Length == 0 || ErrorsOf(field).SequenceEqual(messages), ToString());
        return this;
    }

    public override string ToString() => $"{Status} {Text}";
}
