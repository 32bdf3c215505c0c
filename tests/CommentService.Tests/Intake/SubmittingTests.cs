using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using CommentService.Tests.Running;

namespace CommentService.Tests.Intake;

public sealed class SubmittingTests(SharedService shared) : IClassFixture<SharedService>
{
    private readonly TestService service = shared.Service;
    private readonly string article = TestService.NewArticle();

    [Fact]
    public async Task Accepted_submission_has_a_receipt_and_is_read_afterwards()
    {
        var accepted = await service.PostAsync(article, "Ann", "The vote was close.");

        Assert.Equal(202, accepted.Status);
        Assert.Equal("application/json", accepted.ContentType);
        Assert.Equal($"/api/v1/submissions/{accepted.Id}", accepted.Location);
        Assert.Equal(["id", "status"], accepted.Json.EnumerateObject().Select(member => member.Name));
        Assert.Equal("queued", accepted.Member("status"));
        Assert.Equal(7, Guid.Parse(accepted.Id).Version);
        Assert.Equal("approved", await service.SettledAsync(accepted.Id));
        Assert.Equal([accepted.Id], (await service.CommentsAsync(article)).ItemIds);
    }

    [Fact]
    public async Task Missing_fields_are_named_all_at_once()
    {
        var refused = (await SendAsync("{}")).IsProblem(400, "validation");

        Assert.Equal(["Please enter your name here"], refused.ErrorsOf("name"));
        Assert.Equal(["Please enter your comment!"], refused.ErrorsOf("comment"));
    }

    [Theory]
    [InlineData("""{ "name": null, "comment": "x" }""", "name", "Please enter your name here")]
    [InlineData("""{ "name": " \t\n ", "comment": "x" }""", "name", "Please enter your name here")]
    [InlineData("""{ "name": "\u200b\u200d", "comment": "x" }""", "name", "Please enter your name here")]
    [InlineData("""{ "name": "Ann", "comment": "" }""", "comment", "Please enter your comment!")]
    [InlineData("""{ "name": "Ann", "comment": "\u0000\u0001\u202e" }""", "comment", "Please enter your comment!")]
    public async Task Empty_field_counts_as_missing(string body, string field, string message) => (await SendAsync(body)).Refuses(field, message);

    [Theory]
    [InlineData("name", "7")]
    [InlineData("comment", "{}")]
    [InlineData("email", "[]")]
    [InlineData("website", "true")]
    [InlineData("parentId", "0")]
    [InlineData("articleTitle", "1e999")]
    [InlineData("articleUrl", "{\"a\":[1]}")]
    [InlineData("language", "false")]
    public async Task Wrong_type_is_an_error_of_its_field(string field, string value)
    {
        var fields = new Dictionary<string, string> { ["name"] = "\"Ann\"", ["comment"] = "\"x\"", [field] = value };

        (await SendAsync("{" + string.Join(',', fields.Select(f => $"\"{f.Key}\":{f.Value}")) + "}")).Refuses(field, "This must be text.");
    }

    [Fact]
    public async Task Member_given_twice_is_an_error() =>
        (await SendAsync("""{ "name": "Ann", "name": "Bob", "comment": "Who is it?" }""")).Refuses("name");

    [Fact]
    public async Task Unknown_members_and_nulls_are_ignored()
    {
        var accepted = await SendAsync("""{ "name": "Ann", "admin": { "a": [1, 2] }, "email": null, "parentId": null, "status": "approved", "comment": "Taken." }""");

        Assert.Equal(202, accepted.Status);
    }

    [Fact]
    public async Task Byte_order_mark_is_no_error() =>
        Assert.Equal(202, (await SendAsync("\uFEFF{ \"name\": \"Ann\", \"comment\": \"With a mark.\" }")).Status);

    [Theory]
    [InlineData("{\n  \"name\": \"Ann\",\n  \"comment\": nope }", "line 3, byte 15")]
    [InlineData("{ \"name\": \"Ann\", \"comment\": \"x\" } tail", "line 1, byte 35")]
    public async Task Malformed_JSON_is_told_with_its_place(string body, string place) =>
        Assert.Contains(place, (await SendAsync(body)).IsProblem(400, "malformed").Member("detail"), StringComparison.Ordinal);

    [Theory]
    [InlineData("text/plain")]
    [InlineData("application/xml")]
    [InlineData("application/json; charset=utf-16")]
    [InlineData("nonsense")]
    [InlineData(null)]
    public async Task Other_content_type_is_415(string? type)
    {
        var content = new ByteArrayContent("""{ "name": "Ann", "comment": "x" }"""u8.ToArray());
        if (type is not null)
        {
            content.Headers.TryAddWithoutValidation("Content-Type", type);
        }

        (await service.SendAsync(HttpMethod.Post, TestService.PathOf(article), content)).IsProblem(415, "unsupported-media-type");
    }

    [Theory]
    [InlineData("application/json; charset=UTF-8")]
    [InlineData("application/problem+json")]
    public async Task Any_JSON_type_in_UTF8_is_read(string type)
    {
        var content = new ByteArrayContent(JsonSerializer.SerializeToUtf8Bytes(new { name = "Ann", comment = type }));
        content.Headers.ContentType = MediaTypeHeaderValue.Parse(type);

        Assert.Equal(202, (await service.SendAsync(HttpMethod.Post, TestService.PathOf(article), content)).Status);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Body_of_64_KiB_is_taken_and_one_byte_more_is_413(bool chunked)
    {
        var longest = """{ "name": "Ann", "comment": "Short, in a long body." }""".PadRight(64 * 1024);

        Assert.Equal(202, (await SendAsync(longest, chunked)).Status);
        (await SendAsync(longest + " ", chunked)).IsProblem(413, "too-large");
    }

    [Theory]
    [InlineData("..%2f")]
    [InlineData("a%20b")]
    [InlineData("%C3%A9")]
    [InlineData("%FF%FE")]
    [InlineData("a%2Fb")]
    [InlineData("a+b")]
    [InlineData("<script>")]
    public async Task Article_id_of_other_characters_is_400(string id) => (await service.PostAsync(id, "Ann", "x")).Refuses("articleId");

    [Fact]
    public async Task Article_id_has_at_most_128_characters_out_of_all_allowed_ones()
    {
        var longest = "Az09-._~:@".PadRight(118, 'x') + article.PadLeft(10, '-');
        longest = longest[^128..];

        Assert.Equal(202, (await service.PostAsync(longest, "Ann", "A long address.")).Status);
        (await service.PostAsync(longest + "x", "Ann", "One longer.")).Refuses("articleId");
    }

    private Task<Answer> SendAsync(string json, bool chunked = false)
    {
        var content = new StringContent(json, Encoding.UTF8, "application/json");
        return service.SendAsync(HttpMethod.Post, TestService.PathOf(article), content, chunked ? [("Transfer-Encoding", "chunked")] : []);
    }
}
