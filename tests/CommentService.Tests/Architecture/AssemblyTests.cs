using System.Reflection;
using System.Runtime.CompilerServices;
using CommentService.Contracts;
using CommentService.Moderation;
using CommentService.Storage;

namespace CommentService.Tests.Architecture;

public sealed class AssemblyTests
{
    public static TheoryData<Assembly> Ours { get; } = new(typeof(Submission).Assembly, typeof(Policy).Assembly, typeof(Database).Assembly);

    [Fact]
    public void Contracts_and_moderation_reference_nothing_but_the_runtime()
    {
        var referenced = typeof(Submission).Assembly.GetReferencedAssemblies().Concat(typeof(Policy).Assembly.GetReferencedAssemblies());

        // Numbering plans of phones: pure, and nobody's to write again.
        Assert.All(referenced.Where(name => name.Name != "PhoneNumbers"), name => Assert.StartsWith("System.", name.Name, StringComparison.Ordinal));
    }

    [Fact]
    public void Moderation_does_no_input_or_output()
    {
        string[] outside = ["System.Net.Http", "System.Net.Sockets", "System.Data", "System.IO.FileSystem", "System.Diagnostics.Process"];
        Assert.DoesNotContain(typeof(Policy).Assembly.GetReferencedAssemblies(), name => outside.Contains(name.Name));
        Assert.DoesNotContain(Code.Uses, use => use.User.StartsWith("CommentService.Moderation.", StringComparison.Ordinal)
            && use.Used is "System.IO.File" or "System.IO.Directory" or "System.IO.FileStream" or "System.Console" or "System.TimeProvider" or "System.DateTimeOffset");
    }

    [Theory]
    [MemberData(nameof(Ours))]
    public void No_static_field_or_property_can_be_changed_from_outside(Assembly assembly)
    {
        const BindingFlags Static = BindingFlags.Public | BindingFlags.Static | BindingFlags.DeclaredOnly;
        var types = assembly.GetTypes().Where(IsWritten).ToList();
        Assert.Empty(types.SelectMany(type => type.GetFields(Static)).Where(field => field is { IsInitOnly: false, IsLiteral: false }).Select(NameOf));
        Assert.Empty(types.SelectMany(type => type.GetProperties(Static)).Where(property => property.SetMethod is { IsPublic: true }).Select(NameOf));
    }

    [Theory]
    [MemberData(nameof(Ours))]
    public void Every_internal_class_is_sealed_static_or_abstract(Assembly assembly) => Assert.Empty(
        from type in assembly.GetTypes()
        where IsWritten(type) && type is { IsClass: true, IsVisible: false, IsSealed: false, IsAbstract: false }
        // Open on purpose: something in the same assembly derives from it.
        where !assembly.GetTypes().Any(other => other.BaseType == type)
        select type.FullName);

    private static bool IsWritten(Type type) =>
        !type.IsDefined(typeof(CompilerGeneratedAttribute)) && !type.Name.Contains('<', StringComparison.Ordinal) && type.Name != "Program"
        && type.Namespace?.StartsWith("CommentService", StringComparison.Ordinal) == true
        && !type.Namespace.EndsWith(".Migrations", StringComparison.Ordinal) && !IsGenerated(type);

    private static bool IsGenerated(Type type) =>
        type.IsDefined(typeof(System.CodeDom.Compiler.GeneratedCodeAttribute)) || type.IsSubclassOf(typeof(System.Text.Json.Serialization.JsonSerializerContext));

    private static string NameOf(MemberInfo member) => $"{member.DeclaringType}.{member.Name}";
}
