using System.Net;
using CommentService.Moderation;
using CommentService.Storage;
using CsCheck;

namespace CommentService.Tests.Storage;

public sealed class HashKeysTests : IDisposable
{
    private readonly HashKeys keys = new();

    public HashKeysTests() => keys.Use(new byte[HashKeys.KeyLength]);

    public void Dispose() => keys.Dispose();

    [Fact]
    public void Different_lists_of_parts_have_different_hashes() =>
        Gen.Select(Gen.String[Gen.Char["ab|\0é"], 0, 4].Array[0, 4], Gen.String[Gen.Char["ab|\0é"], 0, 4].Array[0, 4]).Sample(
            (one, other) => one.SequenceEqual(other) == (keys.Hash("p", one) == keys.Hash("p", other)));

    [Theory]
    [InlineData("ab", "c", "a", "bc")]
    [InlineData("", "a", "a", "")]
    [InlineData(null, "a", "", "a")]
    [InlineData("a|b", "", "a", "b|")]
    public void Parts_are_not_run_together(string? one, string? two, string? otherOne, string? otherTwo) =>
        Assert.NotEqual(keys.Hash("p", one, two), keys.Hash("p", otherOne, otherTwo));

    [Fact]
    public void Purpose_keeps_equal_parts_apart() => Assert.NotEqual(keys.Hash("email", "a"), keys.Hash("name", "a"));

    [Fact]
    public void Hash_depends_on_the_key()
    {
        var before = keys.Hash("p", "a");
        keys.Use([.. Enumerable.Repeat((byte)1, HashKeys.KeyLength)]);
        Assert.NotEqual(before, keys.Hash("p", "a"));
    }

    [Fact]
    public void Nothing_is_hashed_before_the_key_is_known() => Assert.Throws<InvalidOperationException>(() => new HashKeys().Hash("p", "a"));

    [Theory]
    [InlineData("192.0.2.7", "192.0.2.7")]
    [InlineData("::ffff:192.0.2.7", "192.0.2.7")]
    [InlineData("2001:db8:1:2:3:4:5:6", "2001:db8:1:2::")]
    [InlineData("::1", "::")]
    [InlineData("fe80::1%3", "fe80::")]
    public void Client_is_its_IPv4_address_or_its_IPv6_network_of_64_bits(string address, string network) =>
        Assert.Equal(network, HashKeys.Network(IPAddress.Parse(address)));

    [Fact]
    public void Addresses_of_one_network_are_one_client()
    {
        Assert.Equal(keys.Address(IPAddress.Parse("2001:db8:1:2::1")), keys.Address(IPAddress.Parse("2001:db8:1:2:ffff::9")));
        Assert.NotEqual(keys.Address(IPAddress.Parse("2001:db8:1:2::1")), keys.Address(IPAddress.Parse("2001:db8:1:3::1")));
        Assert.NotEqual(keys.Address(IPAddress.Parse("192.0.2.7")), keys.Address(IPAddress.Parse("192.0.2.8")));
    }

    [Fact]
    public void Author_is_the_email_else_name_and_address_else_the_name()
    {
        var address = IPAddress.Parse("192.0.2.7");
        var (byEmail, identity) = keys.Author("Ann", "Ann@Example.org", address);
        Assert.Equal((keys.Email("ann@example.org"), AuthorIdentity.Email), (byEmail, identity));
        Assert.Equal(byEmail, keys.Author("Bob", "ann@example.ORG", null).Key);
        Assert.Equal(AuthorIdentity.NameAndAddress, keys.Author("Ann", null, address).Identity);
        Assert.NotEqual(keys.Author("Ann", null, address).Key, keys.Author("Bob", null, address).Key);
        Assert.Equal((keys.Name("ANN"), AuthorIdentity.Name), keys.Author("Ann", null, null));
    }
}
