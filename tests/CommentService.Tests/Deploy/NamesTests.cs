using System.Text.RegularExpressions;
using CommentService.Commands;
using CommentService.Hosting;
using CommentService.Tests.Architecture;
using CommentService.Tests.Hosting;

namespace CommentService.Tests.Deploy;

/// <summary>What is set for the service in <c>deploy/</c> is known to it.</summary>
public sealed partial class NamesTests
{
    private static readonly string[] Texts = ["*.yaml", "*.conf", "*.service", "Dockerfile", "README.md"];

    private static readonly string[] Servers = ["ConnectionStrings:Postgres", "ConnectionStrings:RabbitMq"];

    public static TheoryData<string> Files { get; } = [.. Texts.SelectMany(DeployFiles.All)];

    [Theory]
    [MemberData(nameof(Files))]
    public void Settings_are_real(string file)
    {
        var named = Setting().Matches(DeployFiles.Text(file)).Select(match => match.Value.Replace("__", ":", StringComparison.Ordinal)).Distinct();
        Assert.Empty(named.Except([.. SettingsList.All.Select(setting => setting.Name), .. Servers], StringComparer.Ordinal));
    }

    [Fact]
    public void Roles_are_real_and_each_runs_somewhere()
    {
        foreach (var file in new[] { "compose.yaml", "kubernetes" })
        {
            var texts = file.EndsWith(".yaml", StringComparison.Ordinal) ? [file] : DeployFiles.All("*.yaml").Where(path => path.StartsWith(file, StringComparison.Ordinal));
            var roles = texts.SelectMany(text => Role().Matches(DeployFiles.Text(text)).Select(match => match.Groups["role"].Value)).Distinct().Order();
            Assert.Equal(Roles.All.Order(), roles);
        }
    }

    [Fact]
    public void Image_is_built_from_files_that_are_there()
    {
        var copies = DeployFiles.Text("Dockerfile").Split('\n').Where(line => line.StartsWith("COPY ", StringComparison.Ordinal) && !line.Contains("--from", StringComparison.Ordinal)).ToList();
        Assert.NotEmpty(copies);
        Assert.All(copies.SelectMany(line => line.Split(' ')[1..^1]), source => Assert.True(Path.Exists(Path.Combine(Repository.Root, source)), source));
        // What is not sent to the build cannot be copied by it.
        var sent = DeployFiles.Text("Dockerfile.dockerignore").Split('\n').Where(line => line.StartsWith('!')).Select(line => line[1..]);
        Assert.Equal(copies.SelectMany(line => line.Split(' ')[1..^1]).Select(source => source.TrimEnd('/')).Order(StringComparer.Ordinal), sent.Order(StringComparer.Ordinal));
        Assert.Contains("src/CommentService/CommentService.csproj", DeployFiles.Text("Dockerfile"), StringComparison.Ordinal);
    }

    [Fact]
    public void Programs_that_are_started_are_the_service_with_a_command_that_it_has()
    {
        var commands = Texts.SelectMany(DeployFiles.All).SelectMany(file => Command().Matches(DeployFiles.Text(file))).ToList();
        Assert.NotEmpty(commands);
        Assert.All(commands, command =>
        {
            Assert.Equal(typeof(Roles).Assembly.GetName().Name + ".dll", command.Groups["program"].Value);
            Assert.Contains(command.Groups["word"].Value, (string[])["", ReadyCommand.Name, .. DatabaseCommand.All.Select(known => known.Name)]);
        });
    }

    [GeneratedRegex(@"\b(Comments|ConnectionStrings)(__|:)[A-Z]\w*((__|:)[A-Z]\w*)*")]
    private static partial Regex Setting();

    [GeneratedRegex(@"Comments__Roles(: |, value: )(?<role>[a-z]+)")]
    private static partial Regex Role();

    /// <summary>Words of a list in JSON or YAML, or of a command line.</summary>
    [GeneratedRegex("""(?<program>[A-Za-z]+\.dll)("?,? "?(?<word>[a-z]+))?""")]
    private static partial Regex Command();
}
