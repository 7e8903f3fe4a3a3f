using Microsoft.Extensions.DependencyInjection;
using Orleans.Metadata;
using Orleans.Serialization;
using Orleans.Serialization.TypeSystem;
using SelfHealing.Incidents;

namespace SelfHealing.Grains.Tests;

/// <summary>A silo and a client without it must call every interface the same.</summary>
public sealed class KnownInterfaceTypesTests
{
    [Fact]
    public void Every_interface_is_called_what_orleans_calls_it_the_second_time_too()
    {
        using var services = new ServiceCollection().AddSerializer().BuildServiceProvider();
        var names = services.GetRequiredService<TypeConverter>();
        var orleans = new GrainInterfaceTypeResolver([new AttributeGrainInterfaceTypeProvider(services)], names);
        var known = new KnownInterfaceTypes(services, names);
        Type[] interfaces = [.. typeof(IIncidentGrain).Assembly.GetTypes().Where(t => t.IsInterface && t.IsAssignableTo(typeof(IGrain)))];

        interfaces.Length.ShouldBeGreaterThan(5);
        foreach (var type in interfaces.Concat(interfaces))
        {
            known.TryGetGrainInterfaceType(type, out var told).ShouldBeTrue();
            told.ShouldBe(orleans.GetGrainInterfaceType(type));
        }
    }
}
