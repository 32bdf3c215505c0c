using System.Globalization;
using System.Reflection;
using System.Text.Json;
using System.Text.Json.Nodes;
using CommentService.Contracts;
using CommentService.Events;
using CommentService.Storage;
using CommentService.Tests.Architecture;
using MassTransit;

namespace CommentService.Tests.Clients;

/// <summary>What other teams compiled against or read: it may be added to, never changed.</summary>
public sealed class ContractTests
{
    /// <summary>The members of version 1.0, by record: name, type, and ? where it may be null. A line here is never changed.</summary>
    private static readonly Dictionary<Type, string> Released = new()
    {
        [typeof(CommentEvent)] =
            """
            ArticleId String
            ArticleTitle String?
            ArticleUrl String?
            Comment String
            CommentId Guid
            DecidedAt DateTime
            DecidedBy String
            Html String
            Name String
            ParentId Guid?
            PreviousStatus String?
            Rules IReadOnlyList<String>
            Status String
            SubmittedAt DateTime
            Version Int32
            """,
        [typeof(CommentErased)] =
            """
            ArticleId String
            CommentId Guid
            ErasedAt DateTime
            Version Int32
            """,
    };

    private static readonly string Schemas = Path.Combine(Repository.Root, "src", "CommentService.Contracts", "Schemas");

    public static TheoryData<string> Types { get; } = new(EventSchemas.Records.Keys);

    [Theory]
    [InlineData("comment.held", "urn:message:CommentService.Contracts:CommentHeld")]
    [InlineData("comment.approved", "urn:message:CommentService.Contracts:CommentApproved")]
    [InlineData("comment.rejected", "urn:message:CommentService.Contracts:CommentRejected")]
    [InlineData("comment.removed", "urn:message:CommentService.Contracts:CommentRemoved")]
    [InlineData("comment.edited", "urn:message:CommentService.Contracts:CommentEdited")]
    [InlineData("comment.erased", "urn:message:CommentService.Contracts:CommentErased")]
    public void Event_is_called_on_the_wire_as_it_always_was(string type, string name) => Assert.Equal(name, MessageUrn.ForTypeString(EventSchemas.Records[type]));

    [Fact]
    public void Every_event_has_its_record_and_every_record_its_event()
    {
        var records = typeof(CommentEvent).Assembly.GetExportedTypes().Where(type => type.Name.StartsWith("Comment", StringComparison.Ordinal) && type.IsSealed).ToHashSet();
        Assert.Equal(records, EventSchemas.Records.Values.ToHashSet());
        Assert.All(EventTypes.All, type => Assert.Contains(type, EventSchemas.Records));
    }

    [Fact]
    public void Released_member_stays_as_it_was()
    {
        foreach (var (record, members) in Released)
        {
            var now = record.GetProperties().Where(property => property.Name != "EqualityContract").Select(Line).ToHashSet();
            Assert.All(members.Split('\n'), member => Assert.Contains(member.Trim(), now));
        }
    }

    [Fact]
    public void Event_of_a_later_version_is_read_without_what_is_new() => Assert.Equal("Ann", JsonSerializer.Deserialize<CommentApproved>(
        """
        { "commentId": "0196b3c0-1111-7222-8333-444455556666", "articleId": "a", "name": "Ann", "comment": "x", "html": "x", "status": "approved", "version": 1,
          "submittedAt": "2026-01-01T00:00:00Z", "decidedAt": "2026-01-01T00:00:00Z", "decidedBy": "rules", "rules": [], "mood": "good" }
        """, JsonSerializerOptions.Web)!.Name);

    /// <summary>With the variable WRITE_SCHEMAS set they are written anew.</summary>
    [Theory]
    [MemberData(nameof(Types))]
    public async Task Schema_that_is_committed_is_the_code_s(string type)
    {
        var made = EventSchemas.DocumentOf(type).ToJsonString(new JsonSerializerOptions(JsonSerializerDefaults.Web) { WriteIndented = true, NewLine = "\n" }) + "\n";
        var file = Path.Combine(Schemas, type + ".json");
        if (Environment.GetEnvironmentVariable("WRITE_SCHEMAS") is { Length: > 0 })
        {
            Directory.CreateDirectory(Schemas);
            await File.WriteAllTextAsync(file, made, Test.Cancellation);
        }

        Assert.Equal(made, await File.ReadAllTextAsync(file, Test.Cancellation));
    }

    [Theory]
    [MemberData(nameof(Types))]
    public void Schema_asks_for_every_member_that_is_never_null(string type)
    {
        var schema = EventSchemas.DataOf(type);
        var never = schema["properties"]!.AsObject().Where(member => member.Value!["type"] is not JsonArray).Select(member => member.Key).ToHashSet();
        Assert.NotEmpty(never);
        Assert.Subset(schema["required"]!.AsArray().Select(name => name!.GetValue<string>()).ToHashSet(), never);
    }

    [Fact]
    public async Task Package_has_the_records_their_words_and_their_schemas_and_needs_nothing()
    {
        using var directory = new CommentService.Tests.Running.TemporaryDirectory();
        var configuration = typeof(CommentEvent).Assembly.GetCustomAttribute<AssemblyConfigurationAttribute>()!.Configuration;
        await RunningCommand.RunAsync(
            Repository.Root, "", "dotnet", "pack", "src/CommentService.Contracts", "--no-build", "--configuration", configuration, "--output", directory.Path, "--verbosity", "quiet");
        using var package = System.IO.Compression.ZipFile.OpenRead(Assert.Single(Directory.GetFiles(directory.Path, "CommentService.Contracts.*.nupkg")));
        var files = package.Entries.Select(entry => entry.FullName).ToHashSet();
        Assert.Superset(
            new HashSet<string>(["README.md", "lib/net10.0/CommentService.Contracts.dll", "lib/net10.0/CommentService.Contracts.xml", .. EventSchemas.Records.Keys.Select(type => $"schemas/{type}.json")]), files);
        using var reader = new StreamReader(package.Entries.Single(entry => entry.FullName.EndsWith(".nuspec", StringComparison.Ordinal)).Open());
        Assert.DoesNotContain("<dependency ", await reader.ReadToEndAsync(Test.Cancellation), StringComparison.Ordinal);
    }

    private static string Line(PropertyInfo property)
    {
        var type = Nullable.GetUnderlyingType(property.PropertyType) ?? property.PropertyType;
        var mayBeNull = new NullabilityInfoContext().Create(property).ReadState == NullabilityState.Nullable;
        var name = type.IsGenericType ? $"{type.Name.Split('`')[0]}<{string.Join(", ", type.GetGenericArguments().Select(argument => argument.Name))}>" : type.Name;
        return string.Create(CultureInfo.InvariantCulture, $"{property.Name} {name}{(mayBeNull ? "?" : "")}");
    }
}
