using System.Text;
using System.Text.Json;
using CsCheck;

namespace CommentService.Moderation.Tests.Documents;

public sealed class PolicyTests
{
    [Fact]
    public void Empty_document_is_the_built_in_policy() => Assert.Equal(Policy.BuiltIn.Json, Policies.Read("{}").Json);

    [Theory]
    [InlineData("{}")]
    [InlineData("""{ "mode": "premoderate", "rules": { "links": { "mode": "shadow", "max": 7, "blockedDomains": ["a.example"] }, "flood": { "window": "90s" } } }""")]
    [InlineData("""{ "lists": { "mine": { "terms": ["x y*"], "exceptions": ["z"], "language": "en" } }, "rules": { "suspect-words": { "lists": ["mine", "english-strong"], "fields": ["name"] } } }""")]
    public void Document_with_its_defaults_reads_as_the_same_policy(string json)
    {
        var policy = Policies.Read(json);
        Assert.Equal(policy.Json, Policies.Read(policy.Json).Json);
    }

    [Fact]
    public void Facts_to_load_follow_the_settings()
    {
        var builtIn = Policy.BuiltIn;
        Assert.Equal((20, TimeSpan.FromMinutes(1), false, TimeSpan.FromHours(24)), (builtIn.HistoryLength, builtIn.FloodWindow, builtIn.CountsArticleFlood, builtIn.DuplicateWindow));

        var none = Policies.Read("""{ "rules": { "author-history": { "mode": "off" }, "flood": { "mode": "off" }, "duplicate": { "mode": "off" } } }""");
        Assert.Equal((0, TimeSpan.Zero, false, TimeSpan.Zero), (none.HistoryLength, none.FloodWindow, none.CountsArticleFlood, none.DuplicateWindow));

        Assert.True(Policies.Read("""{ "rules": { "flood": { "perArticle": 5 } } }""").CountsArticleFlood);
    }

    [Theory]
    [InlineData("""{ "rules": { "links": { "max": 1001 } } }""", "$.rules.links.max", "must be a whole number from 0 to 1000")]
    [InlineData("""{ "rules": { "links": { "max": "2" } } }""", "$.rules.links.max", "must be a whole number from 0 to 1000")]
    [InlineData("""{ "rules": { "links": { "max": 2.5 } } }""", "$.rules.links.max", "must be a whole number from 0 to 1000")]
    [InlineData("""{ "rules": { "links": { "max": null } } }""", "$.rules.links.max", "must be a whole number from 0 to 1000")]
    [InlineData("""{ "rules": { "links": { "maxx": 2 } } }""", "$.rules.links.maxx", "is unknown")]
    [InlineData("""{ "rules": { "links": { "mode": "on" } } }""", "$.rules.links.mode", "must be one of enforce, shadow, off")]
    [InlineData("""{ "rules": { "links": { "holdInName": 1 } } }""", "$.rules.links.holdInName", "must be true or false")]
    [InlineData("""{ "rules": { "links": { "blockedDomains": ["a.example", "http://b"] } } }""", "$.rules.links.blockedDomains[1]", "must be a domain name")]
    [InlineData("""{ "rules": { "links": [] } }""", "$.rules.links", "must be an object")]
    [InlineData("""{ "rules": { "linkz": {} } }""", "$.rules.linkz", "is no rule")]
    [InlineData("""{ "rules": { "flood": { "window": "2h" } } }""", "$.rules.flood.window", "from 1s to 1h")]
    [InlineData("""{ "rules": { "flood": { "window": 60 } } }""", "$.rules.flood.window", "must be a duration")]
    [InlineData("""{ "rules": { "blocked-words": { "lists": ["none"] } } }""", "$.rules.blocked-words.lists[0]", "names no list")]
    [InlineData("""{ "rules": { "blocked-words": { "fields": ["body"] } } }""", "$.rules.blocked-words.fields[0]", "must be one of name, comment, email, website")]
    [InlineData("""{ "lists": { "a": { "terms": ["ok", "a*b"] } } }""", "$.lists.a.terms[1]", "must be a word or phrase")]
    [InlineData("""{ "lists": { "a": { "terms": ["ok", 1] } } }""", "$.lists.a.terms[1]", "must be a text")]
    [InlineData("""{ "lists": { "a": { "terms": ["ok"], "mustMatch": ["ok", "OK!", "okay"] } } }""", "$.lists.a.mustMatch[2]", "holds no word")]
    [InlineData("""{ "lists": { "a": { "terms": ["ok"], "mustNotMatch": ["it is ok"] } } }""", "$.lists.a.mustNotMatch[0]", "ok")]
    [InlineData("""{ "lists": { "a b": {} } }""", "$.lists['a b']", "must be named")]
    [InlineData("""{ "mode": "off" }""", "$.mode", "must be one of postmoderate, premoderate")]
    [InlineData("""{ "mode": "premoderate", "mode": "postmoderate" }""", "$.mode", "is given more than once")]
    [InlineData("""{ "modes": 1 }""", "$.modes", "is unknown")]
    [InlineData("""{ "lists": { "a": { "terms": ["\ud800"] } } }""", "$.lists.a.terms[0]", "is not valid Unicode")]
    [InlineData("[]", "$", "must be an object")]
    [InlineData("{\n  \"mode\": }", "$", "line 2")]
    [InlineData("", "$", "is not valid JSON")]
    public void Mistake_is_named_by_its_path(string json, string path, string message)
    {
        var errors = Policies.Errors(json);
        Assert.Contains(message, Assert.Single(Assert.Contains(path, errors)));
        Assert.Single(errors);
    }

    [Fact]
    public void All_mistakes_are_named_at_once() =>
        Assert.Equal(3, Policies.Errors("""{ "mode": 1, "rules": { "links": { "max": -1 }, "flood": { "perAuthor": true } } }""").Count);

    [Fact]
    public void Deep_nesting_huge_documents_and_broken_text_are_mistakes_too()
    {
        Assert.Equal(["$"], Policies.Errors(new string('[', 100_000)).Keys);
        Assert.Equal(["$"], Policy.TryRead(new byte[20_000_000], out _).Keys);
        Assert.Equal(["$"], Policy.TryRead(new byte[] { (byte)'"', 0xFF, (byte)'"' }, out _).Keys);
    }

    [Fact]
    public void Endless_mistakes_are_cut_off()
    {
        var many = "{" + string.Join(',', Enumerable.Range(0, 10_000).Select(i => $"\"x{i}\":1")) + "}";
        Assert.Equal(100, Policies.Errors(many).Count);
    }

    [Fact]
    public void No_bytes_make_reading_throw()
    {
        var valid = Encoding.UTF8.GetBytes(Policies.Read("""{ "lists": {}, "rules": { "blocked-words": { "lists": [] }, "suspect-words": { "lists": [] } } }""").Json);
        Gen.Select(Gen.Int[0, valid.Length - 1], Gen.Byte, Gen.Int[0, 3]).Sample((at, value, count) =>
        {
            var bytes = valid.ToArray();
            bytes.AsSpan(at, Math.Min(count, bytes.Length - at)).Fill(value);
            var errors = Policy.TryRead(bytes, out var policy);
            Assert.Equal(policy is null, errors.Count > 0);
        });
    }

    [Theory]
    [InlineData("My uncle was pissed off when the bus was late again, so he walked home.")]
    [InlineData("The museum shows a letter of 1916 in which the writer calls the general a scum.")]
    public void Policy_that_was_stored_judges_like_the_one_it_was_made_of(string comment)
    {
        var stored = Policies.Read(Policies.Read(Policy.BuiltIn.Json).Json);
        Assert.Empty(Policies.Judge(comment).Findings);
        Assert.Empty(Policies.Judge(comment, policy: stored).Findings);
    }

    [Fact]
    public void Word_of_a_built_in_list_that_an_editor_changed_is_meant()
    {
        var policy = Policies.Read("""{ "lists": { "english-suspect": { "terms": ["pissed off"] } } }""");
        Assert.Equal(Outcome.Hold, Policies.Judge("My uncle was pissed off when the bus was late again, so he walked home.", policy: policy).Outcome);
    }

    [Fact]
    public void Built_in_list_can_be_named_beside_own_ones()
    {
        var policy = Policies.Read("""{ "lists": { "mine": { "terms": ["banana"] } }, "rules": { "blocked-words": { "lists": ["mine", "english-strong"] } } }""");

        Assert.Equal(Outcome.Reject, Policies.Judge("banana", policy: policy).Outcome);
        Assert.Equal(Outcome.Reject, Policies.Judge("kill yourself", policy: policy).Outcome);
    }

    [Fact]
    public void Built_in_lists_keep_their_own_promises() =>
        Assert.NotEqual(0, JsonDocument.Parse(Policies.Read(Policy.BuiltIn.Json).Json).RootElement.GetProperty("lists").GetProperty("english-strong").GetProperty("mustMatch").GetArrayLength());

    [Fact]
    public void Schema_knows_every_rule_setting_and_bound()
    {
        var schema = JsonDocument.Parse(Policy.JsonSchema).RootElement;
        var rules = schema.GetProperty("properties").GetProperty("rules").GetProperty("properties");
        var document = JsonDocument.Parse(Policy.BuiltIn.Json).RootElement.GetProperty("rules");

        Assert.False(schema.GetProperty("additionalProperties").GetBoolean());
        foreach (var rule in document.EnumerateObject())
        {
            var known = rules.GetProperty(rule.Name);
            Assert.False(known.GetProperty("additionalProperties").GetBoolean());
            foreach (var setting in rule.Value.EnumerateObject())
            {
                var property = known.GetProperty("properties").GetProperty(setting.Name);
                Assert.NotEmpty(property.GetProperty("description").GetString()!);
                Assert.True(JsonElement.DeepEquals(setting.Value, property.GetProperty("default")));
            }
        }

        var max = rules.GetProperty("links").GetProperty("properties").GetProperty("max");
        Assert.Equal((0, 1_000), (max.GetProperty("minimum").GetInt32(), max.GetProperty("maximum").GetInt32()));
    }

    [Fact]
    public void Rules_are_described_in_the_order_of_the_pipeline()
    {
        var rules = JsonDocument.Parse(Policy.BuiltIn.DescribeRules()).RootElement.EnumerateArray().ToList();

        Assert.Equal(
            ["ban", "honeypot", "flood", "duplicate", "campaign", "surge", "new-author", "author-history", "impersonation", "blocked-words", "suspect-words", "links", "shape", "personal-data", "article-terms", "spam", "abuse", "external", "expression"],
            rules.Select(rule => rule.GetProperty("name").GetString()));
        Assert.All(rules, rule => Assert.NotEmpty(rule.GetProperty("description").GetString()!));
        var links = rules[11];
        Assert.Equal("links", links.GetProperty("id").GetString());
        Assert.Equal(2, links.GetProperty("settings").GetProperty("max").GetInt32());
        var max = links.GetProperty("schema").GetProperty("properties").GetProperty("max");
        Assert.Equal(("integer", 2), (max.GetProperty("type").GetString(), max.GetProperty("default").GetInt32()));
    }

    [Fact]
    public void Every_setting_of_every_rule_has_a_type_a_default_a_sentence_and_its_unit()
    {
        foreach (var rule in JsonDocument.Parse(Policy.BuiltIn.DescribeRules()).RootElement.EnumerateArray())
        {
            var schema = rule.GetProperty("schema");
            Assert.Equal(rule.GetProperty("description").GetString(), schema.GetProperty("description").GetString());
            foreach (var setting in schema.GetProperty("properties").EnumerateObject())
            {
                var at = $"{rule.GetProperty("id")}.{setting.Name}";
                Assert.True(setting.Value.TryGetProperty("type", out var type) || setting.Value.TryGetProperty("enum", out _), at);
                Assert.True(setting.Value.TryGetProperty("default", out var value), at);
                Assert.False(string.IsNullOrWhiteSpace(setting.Value.GetProperty("description").GetString()), at);
                Assert.True(JsonElement.DeepEquals(value, rule.GetProperty("settings").GetProperty(setting.Name)), at);
                var isDuration = value.ValueKind == JsonValueKind.String && setting.Value.TryGetProperty("pattern", out _);
                var unit = setting.Value.TryGetProperty("unit", out var given) ? given.GetString() : null;
                Assert.Equal(isDuration ? "duration" : setting.Name.EndsWith("Percent", StringComparison.Ordinal) ? "percent" : null, unit);
            }
        }
    }
}
