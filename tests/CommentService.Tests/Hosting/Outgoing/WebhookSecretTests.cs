using System.Text;
using CommentService.Hosting.Outgoing;

namespace CommentService.Tests.Hosting.Outgoing;

public sealed class WebhookSecretTests
{
    private static readonly DateTimeOffset Now = DateTimeOffset.FromUnixTimeSeconds(1_614_265_330);
    private static readonly byte[] Body = Encoding.UTF8.GetBytes("""{"test": 2432232314}""");

    [Fact]
    public void Signature_is_that_of_the_specification()
    {
        // The published example of Standard Webhooks' libraries.
        Assert.True(WebhookSecret.TryRead("whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw", out var secret));
        Assert.Equal(
            [("webhook-id", "msg_p5jXN8AQM9LWM0D4loKWxJek"), ("webhook-timestamp", "1614265330"), ("webhook-signature", "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=")],
            secret.Headers("msg_p5jXN8AQM9LWM0D4loKWxJek", Now, Body));
    }

    [Fact]
    public void Only_the_same_message_of_now_is_verified()
    {
        Assert.True(WebhookSecret.TryRead(WebhookSecret.Make(), out var secret));
        Assert.True(WebhookSecret.TryRead(WebhookSecret.Make(), out var other));
        var signature = SignatureOf(secret);
        Assert.True(secret.Verifies("id", "1614265330", signature, Body, Now));
        Assert.True(secret.Verifies("id", "1614265330", $"{SignatureOf(other)} {signature} v2,x", Body, Now));
        Assert.True(secret.Verifies("id", "1614265330", signature, Body, Now.AddMinutes(5)));
        Assert.False(secret.Verifies("id", "1614265330", signature, Body, Now.AddSeconds(301)));
        Assert.False(secret.Verifies("id", "1614265330", signature, Body, Now.AddSeconds(-301)));
        Assert.False(secret.Verifies("id2", "1614265330", signature, Body, Now));
        Assert.False(secret.Verifies("id", "1614265331", signature, Body, Now));
        Assert.False(secret.Verifies("id", "1614265330", signature, [.. Body, 0], Now));
        Assert.False(secret.Verifies("id", "1614265330", SignatureOf(other), Body, Now));
        Assert.False(secret.Verifies(null, "1614265330", signature, Body, Now));
        Assert.False(secret.Verifies("id", null, signature, Body, Now));
        Assert.False(secret.Verifies("id", "1614265330", null, Body, Now));
    }

    [Theory]
    [InlineData("whsec_")]
    [InlineData("whsec_c2hvcnQ=")]
    [InlineData("MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw")]
    [InlineData("whsec_not base64 at all, though long enough")]
    [InlineData(null)]
    public void Secret_of_another_form_is_none(string? text) => Assert.False(WebhookSecret.TryRead(text, out _));

    private static string SignatureOf(WebhookSecret secret) => secret.Headers("id", Now, Body).Last().Value;
}
