-- The version comes even where there is no silo.
SELECT v.ClusterId AS DeploymentId, m.Address, m.Port, m.Generation, m.SiloName, m.HostName, m.Status, m.ProxyPort, m.SuspectTimes, m.StartTime, m.IAmAliveTime, v.Version
FROM MembershipVersion AS v
LEFT JOIN Membership AS m ON m.ClusterId = v.ClusterId
WHERE v.ClusterId = @DeploymentId;
