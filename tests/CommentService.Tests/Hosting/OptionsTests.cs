using CommentService.Events;
using CommentService.Hosting;
using CommentService.Hosting.Outgoing;
using CommentService.Intake;
using CommentService.Messaging;
using CommentService.Storage;

namespace CommentService.Tests.Hosting;

/// <summary>What operators rely on: each setting's default and the values that it takes.</summary>
public sealed class OptionsTests
{
    [Fact]
    public void Every_options_class_is_pinned_here() => Assert.Equal(
        ["ArticleOptions", "EventsOptions", "ExternalOptions", "HostingOptions", "IntakeOptions", "OutgoingOptions", "SpoolOptions"], SettingsList.Classes.Select(type => type.Name).Order(StringComparer.Ordinal));

    [Fact]
    public void Defaults_of_hosting()
    {
        var options = new HostingOptions();
        Assert.Equal("data", options.DataDirectory);
        Assert.Equal(["intake", "worker", "review", "articles", "events"], options.Roles);
        Assert.Null(options.AdminKey);
        Assert.Null(options.PublicUrl);
        Assert.Empty(options.TrustedProxies);
        Assert.Null(options.Policy);
    }

    [Fact]
    public void Defaults_of_intake()
    {
        var options = new IntakeOptions();
        Assert.Empty(options.AllowedOrigins);
        Assert.Equal((30, 0), (options.RateLimit.PerClientPerMinute, options.RateLimit.PerArticlePerMinute));
        Assert.True(options.Receipts.ShowRejected);
    }

    [Fact]
    public void Defaults_of_events() => Assert.Equal(0, new EventsOptions().KeepDays);

    [Theory]
    [InlineData(0, true)]
    [InlineData(36_500, true)]
    [InlineData(-1, false)]
    [InlineData(36_501, false)]
    public void Log_is_kept_for_ever_or_for_up_to_a_hundred_years(int value, bool isTaken) =>
        Check(new EventsOptions { KeepDays = value }, isTaken, "Comments:Events:KeepDays must be between 0 and 36500");

    [Fact]
    public void Defaults_of_articles() => Assert.Equal(UnknownArticles.Accept, new ArticleOptions().UnknownArticles);

    [Fact]
    public void Defaults_of_the_spool()
    {
        var options = new SpoolOptions();
        Assert.True(options.Durable);
        Assert.Equal(1024, options.MaxMegabytes);
    }

    [Fact]
    public void Defaults_of_outside_services()
    {
        var options = new ExternalOptions();
        Assert.Equal((null, null, "https://rest.akismet.com/1.1/"), (options.Akismet.Key, options.Akismet.Site, options.Akismet.Address));
        Assert.Equal((null, null, "omni-moderation-latest"), (options.Moderations.Address, options.Moderations.Key, options.Moderations.Model));
        Assert.Equal((null, null), (options.Callout.Address, options.Callout.Secret));
    }

    [Fact]
    public void Outside_service_has_all_that_it_needs_or_nothing()
    {
        const string Address = "https://service.example/check";
        Check(new ExternalOptions { Akismet = { Key = "a secret key" } }, isTaken: false, "Comments:External:Akismet:Site must be");
        Check(new ExternalOptions { Akismet = { Key = "a secret key", Site = "https://site.example" } }, isTaken: true, "");
        Check(new ExternalOptions { Akismet = { Address = "https://rest.akismet.com/1.1" } }, isTaken: false, "Comments:External:Akismet:Address must be");
        Check(new ExternalOptions { Moderations = { Address = "ftp://service.example" } }, isTaken: false, "Comments:External:Moderations:Address must be");
        Check(new ExternalOptions { Callout = { Address = Address } }, isTaken: false, "Comments:External:Callout:Secret must be whsec_");
        Check(new ExternalOptions { Callout = { Address = Address, Secret = "whsec_c2hvcnQ=" } }, isTaken: false, "Comments:External:Callout:Secret must be whsec_");
        Check(new ExternalOptions { Callout = { Address = Address, Secret = WebhookSecret.Make() } }, isTaken: true, "");
    }

    [Fact]
    public void Defaults_of_outgoing_calls() => Assert.Empty(new OutgoingOptions().AllowedNetworks);

    [Theory]
    [InlineData("10.0.0.0/8", true)]
    [InlineData("::1", true)]
    [InlineData("hook.example", false)]
    public void Allowed_network_is_an_address_or_a_network(string entry, bool isTaken) =>
        Check(new OutgoingOptions { AllowedNetworks = [entry] }, isTaken, $"Comments:Outgoing:AllowedNetworks '{entry}' is neither an address nor a network");

    [Theory]
    [InlineData(1, true)]
    [InlineData(1_000_000, true)]
    [InlineData(0, false)]
    [InlineData(1_000_001, false)]
    public void Spool_has_from_1_to_a_million_MiB(int value, bool isTaken) =>
        Check(new SpoolOptions { MaxMegabytes = value }, isTaken, "Comments:Spool:MaxMegabytes must be between 1 and 1000000");

    [Theory]
    [InlineData(0, true)]
    [InlineData(1_000_000, true)]
    [InlineData(-1, false)]
    [InlineData(1_000_001, false)]
    public void Rate_limits_go_from_off_to_a_million(int value, bool isTaken)
    {
        Check(new IntakeOptions { RateLimit = { PerClientPerMinute = value } }, isTaken, "Comments:RateLimit:PerClientPerMinute must be between 0 and 1000000");
        Check(new IntakeOptions { RateLimit = { PerArticlePerMinute = value } }, isTaken, "Comments:RateLimit:PerArticlePerMinute must be between 0 and 1000000");
    }

    [Theory]
    [InlineData("https://example.org", true)]
    [InlineData("https://example.org/", true)]
    [InlineData("http://localhost:8080", true)]
    [InlineData("*", false)]
    [InlineData("null", false)]
    [InlineData("example.org", false)]
    [InlineData("https://example.org/blog", false)]
    [InlineData("https://example.org/?a", false)]
    [InlineData("https://user@example.org", false)]
    [InlineData("ftp://example.org", false)]
    public void Allowed_origin_is_a_scheme_and_a_host(string origin, bool isTaken) =>
        Check(new IntakeOptions { AllowedOrigins = [origin] }, isTaken, $"Comments:AllowedOrigins '{origin}' is not an origin");

    [Theory]
    [InlineData("0123456789abcdef", true)]
    [InlineData(null, true)]
    [InlineData("0123456789abcde", false)]
    [InlineData("", false)]
    public void Admin_key_has_at_least_16_characters(string? key, bool isTaken) =>
        Check(new HostingOptions { AdminKey = key }, isTaken, "Comments:AdminKey must have at least 16 characters");

    [Theory]
    [InlineData("https://comments.example.org", true)]
    [InlineData("http://comments.example.org/below", true)]
    [InlineData("comments.example.org", false)]
    [InlineData("ftp://example.org", false)]
    [InlineData("/comments", false)]
    [InlineData("", false)]
    public void Public_url_is_absolute_and_of_the_web(string url, bool isTaken) =>
        Check(new HostingOptions { PublicUrl = url }, isTaken, "Comments:PublicUrl must be an absolute http or https URL");

    [Theory]
    [InlineData("10.0.0.0/8", true)]
    [InlineData("192.0.2.1", true)]
    [InlineData("2001:db8::/32", true)]
    [InlineData("::1", true)]
    [InlineData("10.0.0.0/33", false)]
    [InlineData("proxy.example", false)]
    [InlineData("", false)]
    public void Trusted_proxy_is_an_address_or_a_network(string entry, bool isTaken) =>
        Check(new HostingOptions { TrustedProxies = [entry] }, isTaken, $"Comments:TrustedProxies '{entry}' is neither an address nor a network");

    [Theory]
    [InlineData("intake", true)]
    [InlineData("Worker", true)]
    [InlineData("janitor", false)]
    public void Role_is_one_of_those_there_are(string role, bool isTaken) =>
        Check(new HostingOptions { Roles = [role] }, isTaken, $"Comments:Roles has no role '{role}'");

    [Fact]
    public void Data_directory_is_named() => Check(new HostingOptions { DataDirectory = "" }, isTaken: false, "Comments:DataDirectory must not be empty");

    [Fact]
    public void All_that_is_wrong_in_a_class_is_named_at_once_and_once()
    {
        var options = new HostingOptions { DataDirectory = "", AdminKey = "short", PublicUrl = "nowhere", Roles = ["janitor"], TrustedProxies = ["proxy.example"] };
        var failures = new SettingsValidation<HostingOptions>(HostingOptions.Section).Validate(null, options).Failures!.ToList();
        Assert.Equal(
            ["Comments:AdminKey", "Comments:DataDirectory", "Comments:PublicUrl", "Comments:Roles", "Comments:TrustedProxies"],
            failures.Select(failure => failure.Split(' ')[0]).Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Number_that_names_no_choice_is_refused() =>
        Check(new ArticleOptions { UnknownArticles = (UnknownArticles)7 }, isTaken: false, "Comments:UnknownArticles must be one of accept, refuse");

    private static void Check<TOptions>(TOptions options, bool isTaken, string failure)
        where TOptions : class
    {
        var section = (string)typeof(TOptions).GetField("Section")!.GetRawConstantValue()!;
        var result = new SettingsValidation<TOptions>(section).Validate(null, options);
        if (isTaken)
        {
            Assert.True(result.Succeeded, result.FailureMessage);
        }
        else
        {
            Assert.StartsWith(failure, Assert.Single(result.Failures!), StringComparison.Ordinal);
        }
    }
}
