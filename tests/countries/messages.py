"""Small data messages of our own making, in the formats statistical offices send."""

GENERIC_XML = """<?xml version="1.0" encoding="UTF-8"?>
<mes:GenericData xmlns:mes="http://www.sdmx.org/resources/sdmxml/schemas/v2_1/message"
                 xmlns:gen="http://www.sdmx.org/resources/sdmxml/schemas/v2_1/data/generic"
                 xmlns:com="http://www.sdmx.org/resources/sdmxml/schemas/v2_1/common">
  <mes:Header>
    <mes:ID>SAMAL-1</mes:ID>
    <mes:Test>true</mes:Test>
    <mes:Prepared>2025-04-01T09:00:00</mes:Prepared>
    <mes:Sender id="SAMAL"/>
    <mes:Structure structureID="S1" dimensionAtObservation="TIME_PERIOD">
      <com:Structure><Ref id="DEMO" agencyID="SAMAL" version="1.0" class="DataStructure"/></com:Structure>
    </mes:Structure>
  </mes:Header>
  <mes:DataSet structureRef="S1">
    <gen:Series>
      <gen:SeriesKey>
        <gen:Value id="FREQ" value="A"/>
        <gen:Value id="REF_AREA" value="XQ-C"/>
        <gen:Value id="INDICATOR" value="POP"/>
        <gen:Value id="SEX" value="F"/>
        <gen:Value id="AGE" value="Y_GE65"/>
      </gen:SeriesKey>
      <gen:Obs><gen:ObsDimension value="2024"/><gen:ObsValue value="31250"/></gen:Obs>
      <gen:Obs><gen:ObsDimension value="2025"/><gen:ObsValue value="31811"/></gen:Obs>
    </gen:Series>
    <gen:Series>
      <gen:SeriesKey>
        <gen:Value id="FREQ" value="A"/>
        <gen:Value id="REF_AREA" value="XQ-C"/>
        <gen:Value id="INDICATOR" value="POP"/>
        <gen:Value id="SEX" value="_T"/>
        <gen:Value id="AGE" value="Y0T17"/>
      </gen:SeriesKey>
      <gen:Obs><gen:ObsDimension value="2025"/><gen:ObsValue value="140200"/></gen:Obs>
    </gen:Series>
  </mes:DataSet>
</mes:GenericData>
"""


_URN = "urn:sdmx:org.sdmx.infomodel.datastructure.DataStructure=SAMAL:DEMO(1.0)"
_SCHEMAS = "http://www.sdmx.org/resources/sdmxml/schemas/v2_1"
SPECIFIC_XML = f"""<?xml version="1.0" encoding="UTF-8"?>
<mes:StructureSpecificData xmlns:mes="{_SCHEMAS}/message" xmlns:ss="{_SCHEMAS}/data/structurespecific"
    xmlns:com="{_SCHEMAS}/common" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"
    xmlns:our="{_URN}:ObsLevelDim:TIME_PERIOD">
  <mes:Header>
    <mes:ID>SAMAL-3</mes:ID>
    <mes:Test>true</mes:Test>
    <mes:Prepared>2025-04-01T09:00:00</mes:Prepared>
    <mes:Sender id="SAMAL"/>
    <mes:Structure structureID="S1" namespace="{_URN}" dimensionAtObservation="TIME_PERIOD">
      <com:Structure><Ref id="DEMO" agencyID="SAMAL" version="1.0" class="DataStructure"/></com:Structure>
    </mes:Structure>
  </mes:Header>
  <mes:DataSet ss:structureRef="S1" xsi:type="our:DataSetType" ss:dataScope="DataStructure" action="Information">
    <Series FREQ="A" REF_AREA="XQ-C" INDICATOR="POP" SEX="F" AGE="Y_GE65">
      <Obs TIME_PERIOD="2024" OBS_VALUE="31250"/>
      <Obs TIME_PERIOD="2025" OBS_VALUE="31811"/>
    </Series>
    <Series FREQ="A" REF_AREA="XQ-C" INDICATOR="POP" SEX="_T" AGE="Y0T17">
      <Obs TIME_PERIOD="2025" OBS_VALUE="140200"/>
    </Series>
  </mes:DataSet>
</mes:StructureSpecificData>
"""


def _values(*codes: str) -> str:
    return ", ".join(f'{{"id": "{code}", "name": "{code}"}}' for code in codes)


SDMX_JSON = f"""{{
  "header": {{"id": "SAMAL-2", "prepared": "2025-04-01T09:00:00", "test": true, "sender": {{"id": "SAMAL"}}}},
  "structure": {{
    "name": "Demography",
    "dimensions": {{
      "series": [
        {{"id": "REF_AREA", "name": "Area", "keyPosition": 0, "values": [{_values("XQ-C")}]}},
        {{"id": "INDICATOR", "name": "Indicator", "keyPosition": 1, "values": [{_values("POP")}]}},
        {{"id": "SEX", "name": "Sex", "keyPosition": 2, "values": [{_values("F", "_T")}]}},
        {{"id": "AGE", "name": "Age", "keyPosition": 3, "values": [{_values("Y_GE65", "Y0T17")}]}}
      ],
      "observation": [
        {{"id": "TIME_PERIOD", "name": "Time", "values": [{_values("2024", "2025")}]}}
      ]
    }},
    "attributes": {{"dataSet": [], "series": [], "observation": []}}
  }},
  "dataSets": [{{"action": "Information", "series": {{
    "0:0:0:0": {{"attributes": [], "observations": {{"0": [31250], "1": [31811]}}}},
    "0:0:1:1": {{"attributes": [], "observations": {{"1": [140200]}}}}
  }}}}]
}}
"""

SDMX_HEAD = """publisher: samal-office
source: message of our own making
published_on: 2025-04-01
vintage: message
layout: sdmx
codes: {indicator: {POP: population}}
"""

WPP_COMMON = (
    "SortOrder,LocID,Notes,ISO3_code,ISO2_code,SDMX_code,LocTypeID,LocTypeName,ParentID,Location,VarID,Variant,Time"
)


def wpp_row(location: int, year: int, *cells: object, variant: str = "Medium") -> str:
    known = (1, location, "", "", "", "", 4, "Country/Area", 900, "Somewhere", 2, variant, year, *cells)
    return ",".join(str(cell) for cell in known)


WPP_HEAD = """publisher: samal-office
source: a file in the layout of World Population Prospects
published_on: 2024-07-11
vintage: revision of 2024
layout: wpp
codes: {territory: {"990": XQ}}
"""
