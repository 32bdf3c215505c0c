using System.Text;
using CommentService.Tests.Running;

namespace CommentService.Tests.Intake.BadInput;

/// <summary>Requests that are broken as HTTP: answered with a 4xx or cut off, and nothing else suffers.</summary>
public sealed class BadHttpTests(Endurance endurance) : IClassFixture<Endurance>
{
    private const string Json = "Host: x\nConnection: close\nContent-Type: application/json\n";

    private readonly string path = TestService.PathOf(TestService.NewArticle());

    [Theory]
    [InlineData("GET /api/v1/articles/%/comments HTTP/1.1\nHost: x\nConnection: close\n\n")]
    [InlineData("GET /api/v1/articles/%00/comments HTTP/1.1\nHost: x\nConnection: close\n\n")]
    [InlineData("GET /api/v1/articles/%FF%FE/comments HTTP/1.1\nHost: x\nConnection: close\n\n")]
    [InlineData("GET /api/v1/articles/\u00FF\u00FE/comments HTTP/1.1\nHost: x\nConnection: close\n\n")]
    [InlineData("GET /api/v1/articles/../comments HTTP/1.1\nHost: x\nConnection: close\n\n")]
    [InlineData("GET /api/v1/articles/%2e%2e/comments HTTP/1.1\nHost: x\nConnection: close\n\n")]
    [InlineData("GET /api/v1/articles/%2e%2e%2fx/comments HTTP/1.1\nHost: x\nConnection: close\n\n")]
    [InlineData("GET /api/v1/counts?article=%FF&article=\u00FF HTTP/1.1\nHost: x\nConnection: close\n\n")]
    [InlineData("GET /api/v1/counts?article=%zz%u0041 HTTP/1.1\nHost: x\nConnection: close\n\n")]
    [InlineData("GET /api/v1/articles//comments HTTP/1.1\nHost: x\nConnection: close\n\n")]
    [InlineData("GET http://other/api/v1/articles/%20/comments HTTP/1.1\nHost: x\nConnection: close\n\n")]
    [InlineData("GET /api/v1/articles/a/comments HTTP/1.1\n\n")]
    [InlineData("GET /api/v1/articles/a/comments HTTP/1.1\nHost: x\nHost: y\nConnection: close\n\n")]
    [InlineData("GET /api/v1/articles/a/comments HTTP/1.1\nHost: a b\n\n")]
    [InlineData("BREW /api/v1/articles/a/comments HTTP/1.1\nHost: x\nConnection: close\n\n")]
    [InlineData("nonsense\n\n")]
    [InlineData("\0\0\0\0\n\n")]
    public async Task Broken_request_is_4xx(string head) => await IsRefusedAsync(head);

    [Theory]
    [InlineData("Content-Length: -1\n\n{}")]
    [InlineData("Content-Length: many\n\n{}")]
    [InlineData("Transfer-Encoding: chunked\n\nzz\n{}\n0\n\n")]
    [InlineData("Transfer-Encoding: chunked\n\nFFFFFFFFFFFFFFFF\n{}")]
    [InlineData("Transfer-Encoding: nonsense\n\n{}")]
    [InlineData("\n")]
    public async Task Broken_body_is_4xx(string rest)
    {
        await IsRefusedAsync($"POST {path} HTTP/1.1\n{Json}{rest}");
        await IsRefusedAsync($"POST {path} HTTP/1.1\n{Json.Replace("json", "x-www-form-urlencoded", StringComparison.Ordinal)}{rest}");
        await IsRefusedAsync($"POST /api/v1/moderation/policy/test HTTP/1.1\nAuthorization: Bearer {TestService.AdminKey}\n{Json}{rest}");
    }

    [Theory]
    [InlineData("Content-Length: 100\n\n{\"name\":\"Ann\",")]
    [InlineData("Transfer-Encoding: chunked\n\n5\n{\"nam")]
    [InlineData("Transfer-Encoding: chunked\n\n")]
    public async Task Client_that_leaves_in_the_middle_is_no_failure(string rest)
    {
        foreach (var type in new[] { "application/json", "application/x-www-form-urlencoded", "multipart/form-data; boundary=b" })
        {
            foreach (var address in new[] { path, "/api/v1/moderation/policy/test" })
            {
                var head = $"POST {address} HTTP/1.1\nAuthorization: Bearer {TestService.AdminKey}\n{Json.Replace("application/json", type, StringComparison.Ordinal)}{rest}";
                await IsNoFailureAsync(RawConnection.SendAsync(endurance.Service.Address, head, leaves: true));
            }
        }

        await endurance.IsIntactAsync();
    }

    [Fact]
    public async Task Huge_headers_are_431_and_a_huge_address_is_414()
    {
        // Where the server closes while bytes still arrive, the answer may be lost on its way: then there is none.
        Assert.Contains(await StatusAsync($"GET {path} HTTP/1.1\nHost: x\nX-Huge: {new string('x', 40_000)}\n\n"), new[] { 0, 431 });
        Assert.Contains(await StatusAsync($"GET {path} HTTP/1.1\nHost: x\n{string.Concat(Enumerable.Range(0, 500).Select(i => $"X-{i}: x\n"))}\n"), new[] { 0, 431 });
        Assert.Contains(await StatusAsync($"GET {path}?cursor={new string('x', 40_000)} HTTP/1.1\nHost: x\n\n"), new[] { 0, 414 });
        await endurance.IsIntactAsync();
    }

    [Fact]
    public async Task Headers_that_are_no_ASCII_are_no_failure()
    {
        foreach (var name in new[] { "Origin", "Idempotency-Key", "If-None-Match", "X-Forwarded-For", "Authorization", "Accept", "User-Agent", "Content-Type", "Cookie" })
        {
            await IsNoFailureAsync(RawConnection.SendAsync(endurance.Service.Address, Encoding.UTF8.GetBytes($"GET {path} HTTP/1.1\r\nHost: x\r\n{name}: é\uFFFD😀\r\nConnection: close\r\n\r\n")));
            await IsNoFailureAsync(RawConnection.SendAsync(endurance.Service.Address, $"POST {path} HTTP/1.1\n{Json}{name}: \u00FF\u00FE\nContent-Length: 2\nConnection: close\n\n{{}}"));
        }

        await endurance.IsIntactAsync();
    }

    [Fact]
    public async Task Valid_submission_in_small_chunks_is_taken()
    {
        var body = Encoding.UTF8.GetBytes("""{"name":"Ann","comment":"Byte by byte 🎈"}""");
        var chunks = body.SelectMany(b => (byte[])[.. "1\r\n"u8, b, .. "\r\n"u8]).Concat("0\r\n\r\n"u8.ToArray()).ToArray();

        Assert.Equal(202, (await RawConnection.SendAsync(endurance.Service.Address, $"POST {path} HTTP/1.1\n{Json}Transfer-Encoding: chunked\nConnection: close\n\n", chunks)).Status);
        await endurance.IsIntactAsync();
    }

    private async Task<int> StatusAsync(string head) => (await RawConnection.SendAsync(endurance.Service.Address, head)).Status;

    private async Task IsRefusedAsync(string head)
    {
        var status = await IsNoFailureAsync(RawConnection.SendAsync(endurance.Service.Address, head));
        Assert.True(status >= 400, $"{status} for {head}");
        await endurance.IsIntactAsync();
    }

    private static async Task<int> IsNoFailureAsync(Task<(int Status, string Text)> sent)
    {
        var (status, text) = await sent;
        Assert.True(status < 500, text);
        return status;
    }
}
