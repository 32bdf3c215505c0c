using System.Net;
using CommentService.Hosting.Outgoing;
using CommentService.Tests.Running;

namespace CommentService.Tests.Hosting.Outgoing;

public sealed class OutgoingHttpTests
{
    private static readonly IPNetwork[] Loopback = [IPNetwork.Parse("127.0.0.0/8")];

    [Theory]
    [InlineData("127.0.0.1")]
    [InlineData("[::ffff:127.0.0.1]")]
    [InlineData("2130706433")]
    [InlineData("0x7f.1")]
    [InlineData("0177.0.0.1")]
    [InlineData("127.1")]
    [InlineData("[::ffff:7f00:1]")]
    [InlineData("[64:ff9b::7f00:1]")]
    [InlineData("[::1]")]
    [InlineData("①②⑦.⓪.⓪.①")]
    [InlineData("LOCALHOST")]
    [InlineData("localhost")]
    [InlineData("0.0.0.0")]
    public async Task Private_address_is_not_called_however_it_is_written(string host)
    {
        await using var server = await OutsideServer.StartAsync("{}");
        using var http = new OutgoingHttp([], Dns.GetHostAddressesAsync);
        await Assert.ThrowsAsync<AddressRefusedException>(() => GetAsync(http, $"http://{host}:{server.Port}/"));
        Assert.Empty(server.Requests);
    }

    [Fact]
    public async Task Name_is_judged_by_what_it_resolves_to_and_resolved_once()
    {
        await using var server = await OutsideServer.StartAsync("{}");
        var asked = 0;
        // The first address may be called, and nothing listens there; the same name's next one may not, and somebody does.
        Task<IPAddress[]> Rebinding(string host, CancellationToken cancellation) =>
            Task.FromResult<IPAddress[]>([IPAddress.Parse(asked++ == 0 ? "127.0.0.2" : "127.0.0.1")]);
        using var http = new OutgoingHttp([IPNetwork.Parse("127.0.0.2/32")], Rebinding);
        await Assert.ThrowsAsync<HttpRequestException>(() => GetAsync(http, $"http://rebinding.example:{server.Port}/"));
        Assert.Equal(1, asked);
        await Assert.ThrowsAsync<AddressRefusedException>(() => GetAsync(http, $"http://rebinding.example:{server.Port}/"));
        Assert.Empty(server.Requests);
    }

    [Fact]
    public async Task Of_several_addresses_only_those_that_may_be_called_are_tried()
    {
        await using var server = await OutsideServer.StartAsync("{}");
        using var http = new OutgoingHttp([IPNetwork.Parse("127.0.0.1/32")], (_, _) => Task.FromResult<IPAddress[]>([IPAddress.Parse("10.0.0.1"), IPAddress.Parse("::1"), IPAddress.Loopback]));
        Assert.Equal(200, (await GetAsync(http, $"http://several.example:{server.Port}/")).Status);
    }

    [Fact]
    public async Task Allowed_network_is_called()
    {
        await using var server = await OutsideServer.StartAsync("""{"a":1}""");
        using var http = new OutgoingHttp(Loopback, Dns.GetHostAddressesAsync);
        var answer = await GetAsync(http, server.Address);
        Assert.Equal((200, """{"a":1}""", true), (answer.Status, System.Text.Encoding.UTF8.GetString(answer.Body), answer.IsWhole));
    }

    [Fact]
    public async Task Redirect_is_answered_as_it_came()
    {
        await using var server = await OutsideServer.StartAsync((answer, _) =>
        {
            answer.Response.Redirect("/elsewhere");
            return Task.CompletedTask;
        });
        using var http = new OutgoingHttp(Loopback, Dns.GetHostAddressesAsync);
        Assert.Equal(302, (await GetAsync(http, server.Address)).Status);
        Assert.Single(server.Requests);
    }

    [Fact]
    public async Task Endless_body_is_read_to_the_limit()
    {
        await using var server = await OutsideServer.StartAsync(async (answer, _) =>
        {
            while (!answer.RequestAborted.IsCancellationRequested)
            {
                await answer.Response.Body.WriteAsync(new byte[1024], CancellationToken.None);
            }
        });
        using var http = new OutgoingHttp(Loopback, Dns.GetHostAddressesAsync);
        var answer = await GetAsync(http, server.Address);
        Assert.Equal((100, false), (answer.Body.Length, answer.IsWhole));
    }

    [Fact]
    public async Task Body_that_breaks_off_is_an_error()
    {
        await using var server = await OutsideServer.StartAsync(async (answer, _) =>
        {
            answer.Response.ContentLength = 50;
            await answer.Response.Body.WriteAsync("half"u8.ToArray(), CancellationToken.None);
            await answer.Response.Body.FlushAsync(CancellationToken.None);
            answer.Abort();
        });
        using var http = new OutgoingHttp(Loopback, Dns.GetHostAddressesAsync);
        await Assert.ThrowsAsync<HttpRequestException>(() => GetAsync(http, server.Address));
    }

    [Theory]
    [InlineData("https://example.com/hook?a=b", true)]
    [InlineData("http://192.168.0.1:8080", true)]
    [InlineData("ftp://example.com", false)]
    [InlineData("file:///etc/passwd", false)]
    [InlineData("https://user:secret@example.com", false)]
    [InlineData("/hook", false)]
    [InlineData("", false)]
    [InlineData(null, false)]
    public void Address_is_of_the_web_and_holds_no_password(string? text, bool isAddress) => Assert.Equal(isAddress, OutgoingHttp.IsAddress(text));

    private static async Task<OutgoingAnswer> GetAsync(OutgoingHttp http, string address)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, address);
        return await http.SendAsync(request, maxBytes: 100, Test.Cancellation);
    }
}
