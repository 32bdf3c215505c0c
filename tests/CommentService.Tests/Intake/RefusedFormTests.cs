using CommentService.Tests.Running;

namespace CommentService.Tests.Intake;

/// <summary>No reader loses a text: a refused form comes back filled in, with the status and the messages.</summary>
public sealed class RefusedFormTests(SharedService shared) : IClassFixture<SharedService>
{
    private const string Nasty = "</textarea><script>alert(1)</script>\"'><img src=x onerror=alert(1)>&lt; 🎈";

    private readonly TestService service = shared.Service;
    private readonly string article = TestService.NewArticle();

    private string Path => TestService.PathOf(article);

    [Fact]
    public async Task Messages_stand_beside_their_fields_and_all_that_was_typed_is_kept()
    {
        var fields = new Dictionary<string, string?>
        {
            ["name"] = "",
            ["comment"] = "",
            ["email"] = "nope",
            ["website"] = "ftp://kept.example",
            ["articleTitle"] = "A title",
            ["articleUrl"] = "https://kept.example/page",
            ["language"] = "pt-BR",
        };

        var page = SentPage.Of(await service.PostFormAsync(Path, fields), 400);

        Assert.Equal("Please enter your name here", page.ErrorOf("name"));
        Assert.Equal("Please enter your comment!", page.ErrorOf("comment"));
        Assert.Equal("You have entered an incorrect email address!", page.ErrorOf("email"));
        Assert.Equal("Please enter a web address that starts with http:// or https://", page.ErrorOf("website"));
        Assert.All(fields, field => Assert.Equal(field.Value, page.Fields[field.Key]));
        Assert.Equal(Path, page.Action);
    }

    [Fact]
    public async Task Kept_values_are_text_and_nothing_else()
    {
        var fields = new Dictionary<string, string?>
        {
            ["name"] = Nasty,
            ["comment"] = "\n\n" + Nasty,
            ["email"] = Nasty,
            ["website"] = Nasty,
            ["parentId"] = Nasty,
            ["articleTitle"] = Nasty,
            ["articleUrl"] = Nasty,
            ["language"] = Nasty,
        };

        var answer = await service.PostFormAsync(Path, fields);

        var page = SentPage.Of(answer, 400);
        Assert.All(fields, field => Assert.Equal(field.Value, page.Fields[field.Key]));
        Assert.Empty(page.Foreign);
        Assert.Contains("default-src 'none'", answer.Header("Content-Security-Policy"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Errors_of_hidden_fields_stand_above_the_form()
    {
        var page = SentPage.Of(await service.PostFormAsync(Path, new Dictionary<string, string?> { ["name"] = "Ann", ["comment"] = "Kept.", ["parentId"] = "7" }), 400);

        Assert.Equal(["This is not the id of a comment."], page.LooseErrors);
        Assert.Null(page.ErrorOf("comment"));
        Assert.Equal("Kept.", page.Fields["comment"]);
    }

    [Fact]
    public async Task WordPress_form_comes_back_with_its_own_names()
    {
        var page = SentPage.Of(
            await service.PostFormAsync("/wp-comments-post.php", new Dictionary<string, string?> { ["author"] = "", ["comment"] = "Kept.", ["comment_post_ID"] = article, ["url"] = "nope" }), 400);

        Assert.Equal("Please enter your name here", page.ErrorOf("author"));
        Assert.NotNull(page.ErrorOf("url"));
        Assert.Equal("Kept.", page.Fields["comment"]);
        Assert.Equal(article, page.Fields["comment_post_ID"]);
        Assert.Equal("/wp-comments-post.php", page.Action);
    }

    [Fact]
    public async Task Mended_form_is_taken()
    {
        var page = SentPage.Of(await service.PostFormAsync(Path, new Dictionary<string, string?> { ["name"] = "", ["comment"] = "Typed once.", ["language"] = "en" }), 400);

        var mended = page.Fields.ToDictionary(field => field.Key, field => (string?)field.Value);
        mended["name"] = "Ann";
        Assert.Equal(303, (await service.PostFormAsync(page.Action, mended)).Status);
    }

    [Fact]
    public async Task Foreign_page_is_refused_with_the_text_kept()
    {
        var page = SentPage.Of(await service.PostFormAsync(Path, Valid("From afar."), ("Origin", "https://foreign.example")), 403);

        Assert.Contains("Comments:AllowedOrigins", page.Alert, StringComparison.Ordinal);
        Assert.Equal("From afar.", page.Fields["comment"]);
    }

    [Fact]
    public async Task Closed_article_is_refused_with_the_text_kept()
    {
        await service.ModerationAsync(HttpMethod.Patch, $"/articles/{article}", new { open = false });

        var page = SentPage.Of(await service.PostFormAsync(Path, Valid("Too late.")), 403);

        Assert.Equal("Comments are closed", page.Title);
        Assert.Equal("Too late.", page.Fields["comment"]);
    }

    [Fact]
    public async Task Reused_key_is_refused_with_the_text_kept()
    {
        await service.PostFormAsync(Path, Valid("First."), ("Idempotency-Key", "form-key"));

        var page = SentPage.Of(await service.PostFormAsync(Path, Valid("Second."), ("Idempotency-Key", "form-key")), 422);

        Assert.Equal("Second.", page.Fields["comment"]);
    }

    [Fact]
    public async Task Form_over_256_KiB_is_refused_with_the_text_kept()
    {
        var text = new string('x', 256 * 1024);

        var page = SentPage.Of(await service.PostFormAsync(Path, Valid(text)), 413);

        Assert.Equal(text, page.Fields["comment"]);
    }

    [Fact]
    public async Task Form_of_256_KiB_is_read()
    {
        var prefix = "name=Ann&comment=Short&ignored=";
        var content = new StringContent(prefix.PadRight(256 * 1024, 'x'), new System.Net.Http.Headers.MediaTypeHeaderValue("application/x-www-form-urlencoded"));

        Assert.Equal(303, (await service.SendAsync(HttpMethod.Post, Path, content)).Status);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Form_of_many_megabytes_is_413(bool chunked)
    {
        var content = new StringContent("name=Ann&comment=".PadRight(3 * 1024 * 1024, 'x'), new System.Net.Http.Headers.MediaTypeHeaderValue("application/x-www-form-urlencoded"));

        SentPage.Of(await service.SendAsync(HttpMethod.Post, Path, content, chunked ? [("Transfer-Encoding", "chunked")] : []), 413);
    }

    [Fact]
    public async Task Field_given_twice_is_an_error_that_keeps_the_first()
    {
        var content = new StringContent("name=Ann&name=Bob&comment=Who", new System.Net.Http.Headers.MediaTypeHeaderValue("application/x-www-form-urlencoded"));

        var page = SentPage.Of(await service.SendAsync(HttpMethod.Post, Path, content), 400);

        Assert.NotNull(page.ErrorOf("name"));
        Assert.Equal("Ann", page.Fields["name"]);
    }

    [Theory]
    [InlineData("name=&comment=Kept%00&email=a%40b.example", 400)]
    [InlineData("comment=Kept&f%00=%00", 400)]
    public async Task Form_with_a_NUL_in_it_is_refused_with_the_text_kept(string form, int status)
    {
        var content = new StringContent(form, new System.Net.Http.Headers.MediaTypeHeaderValue("application/x-www-form-urlencoded"));

        var page = SentPage.Of(await service.SendAsync(HttpMethod.Post, Path, content), status);

        Assert.StartsWith("Kept", page.Fields["comment"], StringComparison.Ordinal);
        Assert.NotNull(page.ErrorOf("name"));
    }

    [Theory]
    [InlineData("no header at all\r\n\r\nx\r\n--b--")]
    [InlineData("Content-Disposition: form-data; name=\"name\"\r\n\r\nAn")]
    [InlineData("")]
    public async Task Multipart_form_that_breaks_off_is_refused_with_what_came_before(string rest)
    {
        var content = new StringContent("--b\r\nContent-Disposition: form-data; name=\"comment\"\r\n\r\nKept\0\r\n--b\r\n" + rest);
        content.Headers.ContentType = System.Net.Http.Headers.MediaTypeHeaderValue.Parse("multipart/form-data; boundary=b");

        var page = SentPage.Of(await service.SendAsync(HttpMethod.Post, Path, content), 400);

        Assert.StartsWith("Kept", page.Fields["comment"], StringComparison.Ordinal);
    }

    [Fact]
    public async Task NUL_in_a_multipart_form_is_removed_like_any_control_character()
    {
        var content = new MultipartFormDataContent { { new StringContent("A\0nn"), "name" }, { new StringContent("No \0more"), "comment" } };

        var sent = await service.SendAsync(HttpMethod.Post, Path, content, ("Accept", "application/json"));

        Assert.Equal(202, sent.Status);
        await service.SettledAsync(sent.Id);
        Assert.Equal("No more", Assert.Single((await service.CommentsAsync(article)).Items).GetProperty("comment").GetString());
    }

    [Fact]
    public async Task Form_of_a_mebibyte_is_refused_with_the_text_kept()
    {
        var text = new string('x', (1024 * 1024) - "name=Ann&comment=".Length);

        Assert.Equal(text, SentPage.Of(await service.PostFormAsync(Path, Valid(text)), 413).Fields["comment"]);
    }

    private static Dictionary<string, string?> Valid(string comment) => new() { ["name"] = "Ann", ["comment"] = comment };
}
