using System.Net.Http.Headers;
using CommentService.Tests.Running;

namespace CommentService.Tests.Intake;

public sealed class FormTests(SharedService shared) : IClassFixture<SharedService>
{
    private readonly TestService service = shared.Service;
    private readonly string article = TestService.NewArticle();

    private string Path => TestService.PathOf(article);

    [Fact]
    public async Task Form_leads_to_a_receipt_page_that_tells_what_happened()
    {
        var sent = await service.PostFormAsync(Path, new Dictionary<string, string?> { ["name"] = "Ann", ["comment"] = "By form,\r\nas in 1999.", ["email"] = "", ["website"] = "" });

        Assert.Equal(303, sent.Status);
        Assert.StartsWith("/submissions/", sent.Location, StringComparison.Ordinal);
        var id = sent.Location!["/submissions/".Length..];
        Assert.Equal("approved", await service.SettledAsync(id));
        var page = await service.GetAsync(sent.Location);
        Assert.Equal(200, page.Status);
        Assert.Equal("text/html", page.ContentType);
        Assert.Contains("published", page.Text, StringComparison.Ordinal);
        Assert.Equal("By form,\nas in 1999.", Assert.Single((await service.CommentsAsync(article)).Items).GetProperty("comment").GetString());
    }

    [Fact]
    public async Task Receipt_page_of_a_made_up_id_is_404()
    {
        var page = await service.GetAsync("/submissions/0193e5a0-0000-7000-8000-000000000000");

        Assert.Equal(404, page.Status);
        Assert.Equal("text/html", page.ContentType);
    }

    [Fact]
    public async Task Form_that_accepts_JSON_is_answered_like_JSON()
    {
        var sent = await service.PostFormAsync(Path, new Dictionary<string, string?> { ["name"] = "Ann", ["comment"] = "By script." }, ("Accept", "application/json"));
        var refused = await service.PostFormAsync(Path, new Dictionary<string, string?>(), ("Accept", "text/html;q=0.5, application/json"));

        Assert.Equal(202, sent.Status);
        Assert.Equal($"/api/v1/submissions/{sent.Id}", sent.Location);
        Assert.Equal(["Please enter your name here"], refused.IsProblem(400, "validation").ErrorsOf("name"));
    }

    [Fact]
    public async Task Multipart_form_is_read_and_its_files_are_ignored()
    {
        var content = new MultipartFormDataContent
        {
            { new StringContent("Ann"), "name" },
            { new StringContent("Sent in parts 🎈"), "comment" },
            { new ByteArrayContent([0, 1, 2]), "upload", "photo.jpg" },
        };

        var sent = await service.SendAsync(HttpMethod.Post, Path, content, ("Accept", "application/json"));

        Assert.Equal(202, sent.Status);
        Assert.Equal("approved", await service.SettledAsync(sent.Id));
        Assert.Equal("Sent in parts 🎈", Assert.Single((await service.CommentsAsync(article)).Items).GetProperty("comment").GetString());
    }

    [Fact]
    public async Task WordPress_form_is_read_by_its_own_names()
    {
        var first = await service.PostSettledAsync(article, "Ann", "To be answered.");
        var sent = await service.PostFormAsync("/wp-comments-post.php", new Dictionary<string, string?>
        {
            ["author"] = "WP Reader",
            ["email"] = "wp@example.org",
            ["url"] = "https://wp.example/",
            ["comment"] = "By a theme's form.",
            ["comment_post_ID"] = article,
            ["comment_parent"] = first,
            ["submit"] = "Post Comment",
        });

        Assert.Equal(303, sent.Status);
        Assert.Equal("approved", await service.SettledAsync(sent.Location![^36..]));
        var reply = (await service.CommentsAsync(article)).Items[1];
        Assert.Equal("WP Reader", reply.GetProperty("name").GetString());
        Assert.Equal("https://wp.example/", reply.GetProperty("website").GetString());
        Assert.Equal(first, reply.GetProperty("parentId").GetString());
    }

    [Theory]
    [InlineData("0")]
    [InlineData("")]
    [InlineData(null)]
    public async Task WordPress_form_without_a_parent_answers_none(string? parent)
    {
        var fields = new Dictionary<string, string?> { ["author"] = "Ann", ["comment"] = $"Parent '{parent}'", ["comment_post_ID"] = article };
        if (parent is not null)
        {
            fields["comment_parent"] = parent;
        }

        Assert.Equal(303, (await service.PostFormAsync("/wp-comments-post.php", fields)).Status);
    }

    [Fact]
    public async Task WordPress_form_without_an_article_is_refused_by_the_field_that_it_knows() =>
        Assert.NotEmpty((await service.PostFormAsync(
            "/wp-comments-post.php",
            new Dictionary<string, string?> { ["author"] = "Ann", ["comment"] = "Where?" },
            ("Accept", "application/json"))).Refuses("comment_post_ID").Text);

    [Fact]
    public async Task Filled_honeypot_holds_the_comment_by_its_rule()
    {
        var fields = new Dictionary<string, string?> { ["name"] = "Robot", ["comment"] = "I fill in everything.", ["homepage"] = "https://robot.example" };
        var sent = await service.PostFormAsync(Path, fields);
        var empty = await service.PostFormAsync(Path, new Dictionary<string, string?>(fields) { ["comment"] = "I am a person.", ["homepage"] = " " });

        var id = sent.Location![^36..];
        Assert.Equal("held", await service.SettledAsync(id));
        Assert.Equal("approved", await service.SettledAsync(empty.Location![^36..]));
        var held = await service.ModerationAsync(HttpMethod.Get, $"/comments/{id}");
        Assert.Contains("honeypot", held.Json.GetProperty("findings").EnumerateArray().Select(finding => finding.GetProperty("rule").GetString()));
    }

    [Theory]
    [InlineData("nonsense")]
    [InlineData("utf-7")]
    public async Task Form_in_a_charset_that_is_not_read_is_read_as_UTF8(string charset)
    {
        var sent = await service.SendAsync(HttpMethod.Post, Path, EncodedIn(charset), ("Accept", "application/json"));

        Assert.True(sent.Status == 202, sent.ToString());
        await service.SettledAsync(sent.Id);
        Assert.Equal("café", Assert.Single((await service.CommentsAsync(article)).Items).GetProperty("comment").GetString());
    }

    private static ByteArrayContent EncodedIn(string charset)
    {
        var content = new ByteArrayContent("name=Ann&comment=caf%C3%A9"u8.ToArray());
        content.Headers.ContentType = MediaTypeHeaderValue.Parse($"application/x-www-form-urlencoded; charset={charset}");
        return content;
    }
}
