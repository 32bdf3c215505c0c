using System.Text;
using CommentService.Tests.Running;

namespace CommentService.Tests.Intake.BadInput;

public sealed class BadFormTests(Endurance endurance) : IClassFixture<Endurance>
{
    private const string Form = "application/x-www-form-urlencoded";
    private const string Multipart = "multipart/form-data; boundary=b";

    private readonly string path = TestService.PathOf(TestService.NewArticle());

    [Theory]
    [InlineData("")]
    [InlineData("&&&==&=x&name")]
    [InlineData("%")]
    [InlineData("name=%00&comment=%00")]
    [InlineData("%FF=%FE")]
    [InlineData("name[]=Ann&comment[a][b]=x")]
    public async Task Malformed_form_is_400(string body)
    {
        Assert.Equal(400, (await SendAsync(body, Form)).Status);
        await endurance.IsIntactAsync();
    }

    [Theory]
    [InlineData("name=Ann%zz&comment=100%", "Ann%zz", "100%")]
    [InlineData("name=Ann%FF&comment=caf%E9", "Ann\uFFFD", "caf\uFFFD")]
    [InlineData("name=A%00nn&comment=N%00u%00l%00", "Ann", "Nul")]
    [InlineData("name=Ann&comment=+Plus%2Bplus%26%3D=+&comments=", "Ann", "Plus+plus&==")]
    [InlineData("%6E%61me=Ann&comm%65nt=Escaped&", "Ann", "Escaped")]
    public async Task Every_sequence_of_bytes_is_a_form(string body, string name, string comment)
    {
        var sent = await endurance.SendAsync(HttpMethod.Post, path, Encoding.UTF8.GetBytes(body), Form, ("Accept", "application/json"));

        Assert.Equal(202, sent.Status);
        await endurance.Service.SettledAsync(sent.Id);
        var stored = await endurance.Service.ModerationAsync(HttpMethod.Get, $"/comments/{sent.Id}");
        Assert.Equal((name, comment), (stored.Member("name"), stored.Member("comment")));
    }

    [Fact]
    public async Task Bytes_that_are_no_UTF8_become_replacement_characters()
    {
        var sent = await endurance.SendAsync(HttpMethod.Post, path, [.. "name=Ann&comment=caf"u8, 0xE9, (byte)'!'], Form, ("Accept", "application/json"));

        Assert.Equal(202, sent.Status);
        await endurance.Service.SettledAsync(sent.Id);
        Assert.Equal("caf\uFFFD!", (await endurance.Service.ModerationAsync(HttpMethod.Get, $"/comments/{sent.Id}")).Member("comment"));
    }

    [Theory]
    [InlineData("", "multipart/form-data")]
    [InlineData("", Multipart)]
    [InlineData("--b--", Multipart)]
    [InlineData("--b\r\n", Multipart)]
    [InlineData("--b\r\nContent-Disposition: form-data; name=\"name\"\r\n\r\nAnn", Multipart)]
    [InlineData("--b\r\nContent-Disposition: form-data; name=\"name\"\r\n\r\nAnn\r\n--b", Multipart)]
    [InlineData("--b\r\nContent-Disposition: nonsense; name\r\n\r\nAnn\r\n--b--", Multipart)]
    [InlineData("--b\r\nno header at all\r\n\r\nAnn\r\n--b--", Multipart)]
    [InlineData("--b\r\n\r\nAnn\r\n--b--", Multipart)]
    [InlineData("--other\r\n\r\n--other--", Multipart)]
    [InlineData("--b\r\nContent-Disposition: form-data; name=\"name\"\r\nContent-Type: text/plain; charset=utf-7\r\n\r\nAnn\r\n--b--", Multipart)]
    [InlineData("--b\r\nContent-Disposition: form-data; name=\"comment\"; filename=\"x\"\r\n\r\nA file\r\n--b--", Multipart)]
    public async Task Truncated_or_odd_multipart_is_refused(string body, string type)
    {
        Assert.Contains((await SendAsync(body, type)).Status, new[] { 400, 415 });
        await endurance.IsIntactAsync();
    }

    [Fact]
    public async Task Ten_thousand_fields_that_nobody_asked_for_are_ignored()
    {
        var parts = string.Concat(Enumerable.Range(0, 4_000).Select(i => $"--b\r\nContent-Disposition: form-data; name=\"{i}\"\r\n\r\n\r\n"));
        var mine = "--b\r\nContent-Disposition: form-data; name=\"name\"\r\n\r\nAnn\r\n--b\r\nContent-Disposition: form-data; name=comment\r\n\r\nAfter all that\r\n--b--";

        Assert.Equal(303, (await SendAsync(parts + mine, Multipart)).Status);
        Assert.Equal(303, (await SendAsync(string.Concat(Enumerable.Range(0, 10_000).Select(i => $"f{i}=&")) + "name=Ann&comment=After+all", Form)).Status);
        await endurance.IsIntactAsync();
    }

    [Fact]
    public async Task Endless_headers_of_a_part_are_400()
    {
        var headers = string.Concat(Enumerable.Range(0, 1_000).Select(i => $"X-{i}: {i}\r\n"));

        Assert.Equal(400, (await SendAsync($"--b\r\n{headers}\r\nx\r\n--b--", Multipart)).Status);
        Assert.Equal(400, (await SendAsync($"--b\r\nX: {new string('x', 100_000)}\r\n\r\nx\r\n--b--", Multipart)).Status);
        await endurance.IsIntactAsync();
    }

    private Task<Answer> SendAsync(string body, string type) => endurance.SendAsync(HttpMethod.Post, path, Encoding.UTF8.GetBytes(body), type);
}
